import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A connection that came, and the one it is passed on by. */
export interface ProxyLink {
  /** What its sender wrote first. */
  first: Buffer | undefined;
  /** Something of it was swallowed, so that the rest means nothing. */
  isTorn: boolean;
}

export interface ProxyOptions {
  /** On loopback. */
  toPort: number;
  /** Where it listens; chosen if left out. */
  port?: number;
  /** Asked about each piece, in either direction: what is cut off is swallowed, and the connections stay open. */
  isCutOff?: (link: ProxyLink) => boolean;
}

/** Stands before a server on loopback and can part it from those that use it. */
export class LoopbackProxy {
  /** Swallows everything. */
  isHanging = false;
  /** Ends every connection that comes. */
  isDown = false;
  readonly #server: Server;
  readonly #links = new Map<ProxyLink, readonly [Socket, Socket]>();
  readonly #options: ProxyOptions;

  private constructor(options: ProxyOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#pass(socket));
  }

  static async open(options: ProxyOptions): Promise<LoopbackProxy> {
    const proxy = new LoopbackProxy(options);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends the connections it has, all of them or those that lost something. */
  endAll({ isTornOnly = false } = {}): void {
    for (const [link, sockets] of this.#links) {
      if (isTornOnly && !link.isTorn) continue;
      for (const socket of sockets) socket.destroy();
    }
  }

  async close(): Promise<void> {
    this.endAll();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #pass(socket: Socket): void {
    if (this.isDown) {
      socket.destroy();
      return;
    }
    const server = connect(this.#options.toPort, '127.0.0.1');
    const link: ProxyLink = { first: undefined, isTorn: false };
    this.#links.set(link, [socket, server]);
    const flow = (from: Socket, to: Socket): void => {
      from.setNoDelay(true);
      from.on('data', (chunk: Buffer) => {
        if (from === socket) link.first ??= chunk;
        if (link.isTorn || this.isHanging || this.#options.isCutOff?.(link)) {
          link.isTorn = true;
          return;
        }
        if (!to.write(chunk)) from.pause();
      });
      to.on('drain', () => from.resume());
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        to.destroy();
        this.#links.delete(link);
      });
    };
    flow(socket, server);
    flow(server, socket);
  }
}
