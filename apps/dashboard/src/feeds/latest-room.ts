import type { FeedMetrics, FeedName } from './feed-metrics.ts';
import type { FeedNamespace, FeedSocket } from './feed-socket.ts';

/** Sockets that want to know how things are now: who does not keep up gets the next sample instead of this one. */
export class LatestRoom {
  readonly #namespace: FeedNamespace;
  readonly #metrics: FeedMetrics;
  readonly #feed: FeedName;
  readonly #name: string;
  readonly #sockets = new Set<FeedSocket>();

  constructor(deps: { namespace: FeedNamespace; metrics: FeedMetrics }, feed: FeedName, orgId: string) {
    this.#namespace = deps.namespace;
    this.#metrics = deps.metrics;
    this.#feed = feed;
    this.#name = `org:${orgId}`;
  }

  get isEmpty(): boolean {
    return this.#sockets.size === 0;
  }

  add(socket: FeedSocket): void {
    this.#sockets.add(socket);
    void socket.join(this.#name);
  }

  remove(socket: FeedSocket): void {
    this.#sockets.delete(socket);
  }

  /** Sends one packet to all whose connection takes it now. */
  send(emit: (target: ReturnType<FeedNamespace['to']>) => void, weight = 1): void {
    let late = 0;
    for (const { conn } of this.#sockets) if (!conn.transport.writable) late += 1;
    emit(this.#namespace.to(this.#name).volatile);
    if (late > 0) this.#metrics.dropped.inc({ feed: this.#feed }, late * weight);
    this.#metrics.sent.inc({ feed: this.#feed }, (this.#sockets.size - late) * weight);
  }
}
