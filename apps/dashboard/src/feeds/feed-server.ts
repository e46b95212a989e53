import { setTimeout as delay } from 'node:timers/promises';
import { toError } from '@redoubt/contracts';
import type { Closable } from '@redoubt/service';
import type { Logger } from '@redoubt/telemetry';
import type { RefusalLog } from '../audit/refusal-log.ts';
import type { AddressFinder } from '../http/address-finder.ts';
import type { AddressLimit } from '../http/address-limit.ts';
import { admit, FeedRefusal, type AdmissionDeps } from './admission.ts';
import { closeInWaves } from './close-in-waves.ts';
import type { Connections } from './connections.ts';
import type { Door } from './create-feed-io.ts';
import type { CredentialWatch } from './credential-watch.ts';
import type { Feed } from './feed.ts';
import type { FeedMetrics } from './feed-metrics.ts';
import type { FeedSignals } from './feed-signals.ts';
import { endSocket, isPassing, type Admission, type FeedServer as FeedIo, type FeedSocket } from './feed-socket.ts';

export interface FeedServerDeps extends AdmissionDeps {
  io: FeedIo;
  door: Door;
  feeds: readonly Feed[];
  signals: FeedSignals;
  connections: Connections;
  watch: CredentialWatch;
  /** Tells the audit log of refusals. */
  refusals: Pick<RefusalLog, 'note'>;
  /** Of credentials that are none, the same as for requests. */
  addressLimit: Pick<AddressLimit, 'take'>;
  addressOf: AddressFinder;
  metrics: FeedMetrics;
  log: Logger;
}

/** Clients answer the end of a websocket within so long, or are cut off. */
const LAST_WORDS_MS = 250;

/** Lets sockets in and out of the feeds. */
export class FeedServer implements Closable {
  readonly #deps: FeedServerDeps;
  readonly #drainMs: number;

  /** @param drainMs longest time in which connections are closed at a stop */
  constructor(deps: FeedServerDeps, drainMs: number) {
    this.#deps = deps;
    this.#drainMs = drainMs;
    for (const feed of deps.feeds) this.#open(feed);
  }

  #open(feed: Feed): void {
    const namespace = this.#deps.io.of(`/${feed.name}`);
    namespace.use((socket, next) => {
      admit(socket, feed, this.#deps).then(
        (admission) => {
          socket.data.admission = admission;
          next();
        },
        (thrown: unknown) => this.#refuse(feed, socket, thrown, next),
      );
    });
    namespace.on('connection', (socket) => this.#join(feed, socket));
  }

  /** A stock client takes a refusal for final; for what passes, it finds its connection closed and comes again. */
  #refuse(feed: Feed, socket: FeedSocket, thrown: unknown, next: (refusal: FeedRefusal) => void): void {
    if (!(thrown instanceof FeedRefusal)) this.#deps.log.error({ err: toError(thrown) }, 'socket_admission_failed');
    const address = this.#deps.addressOf(socket.request);
    const refusal = this.#charged(thrown instanceof FeedRefusal ? thrown : new FeedRefusal('unavailable'), address);
    const { code } = refusal.data;
    this.#deps.metrics.refused.inc({ code });
    if (refusal.audited) {
      this.#deps.refusals.note({ ...refusal.audited, operation: `feed:${feed.name}`, code, address });
    }
    if (isPassing(code)) socket.conn.close();
    next(refusal);
  }

  /** Who guesses is told no more than so often that it was wrong. */
  #charged(refusal: FeedRefusal, address: string): FeedRefusal {
    const isGuess = refusal.data.code === 'unauthenticated';
    return isGuess && this.#deps.addressLimit.take(address) > 0 ? new FeedRefusal('rate_limited') : refusal;
  }

  #join(feed: Feed, socket: FeedSocket): void {
    const { counts, connections, watch, metrics, signals } = this.#deps;
    const { admission } = socket.data;
    // Others may have come between the question whether there is room and now.
    if (!admission || !counts.hasRoomFor(admission.principal)) {
      metrics.refused.inc({ code: 'too_many_sockets' });
      return endSocket(socket, 'too_many_sockets');
    }
    const { principal } = admission;
    if (counts.ofOrg(principal.orgId) === 0) signals.watch(principal.orgId);
    counts.add(principal);
    metrics.connections.inc({ feed: feed.name });
    socket.on('disconnect', () => this.#leave(feed, socket, admission));
    connections.enter(socket.conn, principal, feed.name);
    watch.add(socket, feed, admission);
    feed.join(socket, admission);
  }

  #leave(feed: Feed, socket: FeedSocket, admission: Admission): void {
    const { counts, connections, watch, metrics, signals } = this.#deps;
    const { principal } = admission;
    feed.leave(socket, admission);
    watch.remove(socket, admission);
    connections.leave(socket.conn, principal, feed.name);
    counts.remove(principal);
    if (counts.ofOrg(principal.orgId) === 0) signals.unwatch(principal.orgId);
    metrics.connections.dec({ feed: feed.name });
  }

  /** From now on nobody is let in. */
  setDraining(): void {
    this.#deps.door.isDraining = true;
  }

  /** Closes the connections in waves, so that clients do not all come to the other instances at once. */
  async close(): Promise<void> {
    this.setDraining();
    const { io, feeds, connections, watch, signals } = this.#deps;
    await closeInWaves(connections.all(), this.#drainMs);
    await delay(Math.min(LAST_WORDS_MS, this.#drainMs));
    for (const feed of feeds) feed.close();
    watch.close();
    signals.close();
    io.engine.close();
    connections.cutOff();
    await connections.close();
  }
}
