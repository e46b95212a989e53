/** The part of a socket.io-client socket that feeds use. */
export interface FeedSocket {
  /** Whether it will connect again by itself. */
  readonly active: boolean;
  on(event: string, listener: (payload: never) => void): unknown;
  connect(): unknown;
  disconnect(): unknown;
}

/** @param auth  asked at every connect */
export type OpenSocket = (namespace: string, auth: () => object) => Promise<FeedSocket>;

/** Loads the client when the first feed starts; all feeds share one connection. */
export const openSocket: OpenSocket = async (namespace, auth) => {
  const { io } = await import('socket.io-client');
  return io(namespace, {
    transports: ['websocket'],
    autoConnect: false,
    auth: (give) => give(auth()),
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });
};
