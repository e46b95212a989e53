import type { Principal } from '@redoubt/tenancy';
import type { DefaultEventsMap, Namespace, Server, Socket } from 'socket.io';
import type { AlertItem, IncidentItem } from './feed-record.ts';
import type { EventSample } from './event-row.ts';
import type { LiveMetrics } from './live-metrics.ts';
import type { StreamPosition } from './stream-position.ts';

/** Why a socket was refused or ended; refusals carry it as `data.code` of the `connect_error`. */
export const FEED_PROBLEMS = {
  unauthenticated: 'the credential is missing, not valid, or has ended',
  forbidden: 'the credential does not allow this feed',
  foreign_origin: 'the session cookie is for pages of this host only',
  invalid_last_id: '`lastId` is no position of the stream',
  too_many_sockets: 'as many sockets are open as may be',
  rate_limited: 'too many connections in a short time',
  not_found: 'there is no such feed',
  unavailable: 'this cannot be told now; connect again',
} as const;
export type FeedProblem = keyof typeof FEED_PROBLEMS;

/** What the server sends. Clients send nothing but what they connect with. */
export interface FeedEvents {
  alerts(items: AlertItem[]): void;
  incidents(items: IncidentItem[]): void;
  events(sample: EventSample): void;
  metrics(sample: LiveMetrics): void;
  /** Records between two positions were left out; 0 when it is not known how many. */
  gap(gap: { droppedCount: number; fromId: string; toId: string }): void;
  /** Why the server is about to end the socket. */
  error(problem: { code: FeedProblem; detail: string }): void;
  /** The position from which the feed goes on. */
  ready(state: { lastId: string }): void;
}

/** What is known of a socket once it was let in. */
export interface Admission {
  principal: Principal;
  /** Tells sockets of one credential from those of others without holding it. */
  credentialId: string;
  /** The credential itself, to be looked at again. */
  token: string;
  lastId: StreamPosition | undefined;
}

type Events = FeedEvents;
export type FeedServer = Server<DefaultEventsMap, Events, DefaultEventsMap, { admission?: Admission }>;
export type FeedNamespace = Namespace<DefaultEventsMap, Events, DefaultEventsMap, { admission?: Admission }>;
export type FeedSocket = Socket<DefaultEventsMap, Events, DefaultEventsMap, { admission?: Admission }>;

/** Whether the same socket may be let in a little later. */
export function isPassing(code: FeedProblem): boolean {
  return code === 'unavailable' || code === 'rate_limited';
}

/** Tells a socket why, and ends it; a stock client does not connect again by itself, except for what passes. */
export function endSocket(socket: FeedSocket, code: FeedProblem): void {
  socket.emit('error', { code, detail: FEED_PROBLEMS[code] });
  if (isPassing(code)) socket.conn.close();
  else socket.disconnect();
}

/** Packets that wait because the network does not take them; the sockets of one room share what they hold. */
export function queuedPackets({ conn }: FeedSocket): number {
  return (conn as unknown as { writeBuffer: readonly unknown[] }).writeBuffer.length;
}

/** Resolves when the waiting packets were handed on, or the connection has ended. */
export function drained({ conn }: FeedSocket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const settle = (): void => {
    conn.off('drain', settle);
    conn.off('close', settle);
    resolve();
  };
  conn.on('drain', settle);
  conn.on('close', settle);
  return promise;
}
