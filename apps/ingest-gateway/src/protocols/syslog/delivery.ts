import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { AppendRefused, type AppendRequest, type FrameAppender } from '@redoubt/stream';
import type { Principal, QuotaGate } from '../../http/ports.ts';
import type { LaneLines } from '../../items/batch.ts';
import type { SyslogMetrics, Transport } from './syslog-metrics.ts';

/** Messages of one sender that go into the stream together. */
export interface Parcel {
  principal: Principal;
  lanes: LaneLines[];
  events: number;
  bytes: number;
}

export interface DeliveryDeps {
  appender: FrameAppender;
  quota: QuotaGate;
  metrics: Pick<SyslogMetrics, 'accepted' | 'refused'>;
  /** Aborted when there is no more time: what is not durable then is lost, and counted so. */
  signal: AbortSignal;
}

const LONGEST_PAUSE_MS = 5_000;
/** Datagrams of one organisation must not fill the buffer of all while its store is away. */
const LONGEST_DATAGRAM_WAIT_MS = 5_000;

/** Ids of parcels that come again: random once per process, counted from there. */
const processPrefix = `syslog-${randomBytes(12).toString('base64url')}`;
let parcelNumber = 0;

/**
 * Makes messages durable. Syslog has no answer by which a sender could learn that it must repeat, so a refusal of the
 * store or of the quota is waited out here, and the sender is slowed down by its connection not being read. Datagrams
 * cannot be slowed down: their quota is not waited for, and their store not long.
 *
 * A message may be stored twice when the store took it at the first try and could not say so: all further tries of a
 * parcel are known by one id. Over TCP it is never given up but at a stop.
 */
export class Delivery {
  readonly #deps: DeliveryDeps;
  readonly #transport: Transport;

  constructor(deps: DeliveryDeps, transport: Transport) {
    this.#deps = deps;
    this.#transport = transport;
  }

  /** Ends when the parcel is durable, dropped or lost; never rejects. */
  async send(parcel: Parcel): Promise<void> {
    if (!(await this.#charge(parcel))) return;
    const request: AppendRequest = { orgId: parcel.principal.orgId, lanes: parcel.lanes };
    for (let waitedMs = 0; ;) {
      try {
        await this.#deps.appender.append(request);
        this.#deps.metrics.accepted.inc({ transport: this.#transport }, parcel.events);
        return;
      } catch (thrown) {
        const afterMs = thrown instanceof AppendRefused ? thrown.retryAfterMs : LONGEST_PAUSE_MS;
        const isOver = thrown instanceof AppendRefused && thrown.code === 'closed';
        if (isOver || !(await this.wait(afterMs))) return this.#drop('lost', parcel);
        waitedMs += afterMs;
        if (!this.canWait && waitedMs >= LONGEST_DATAGRAM_WAIT_MS) return this.#drop('unavailable', parcel);
        request.idempotency ??= { batchId: `${processPrefix}-${(parcelNumber += 1)}`, bodyDigest: '1' };
      }
    }
  }

  async #charge(parcel: Parcel): Promise<boolean> {
    const { principal, events, bytes } = parcel;
    for (;;) {
      const answer = this.#deps.quota.charge(principal, { events, bytes });
      const waitMs = answer instanceof Promise ? await answer : answer;
      if (waitMs === 0) return true;
      if (!this.canWait || !(await this.wait(waitMs))) {
        this.#drop(this.canWait ? 'lost' : 'quota', parcel);
        return false;
      }
    }
  }

  /** Whether senders wait while we do. */
  get canWait(): boolean {
    return this.#transport !== 'udp';
  }

  /** False when there is no more time. */
  async wait(ms: number): Promise<boolean> {
    const { signal } = this.#deps;
    if (signal.aborted) return false;
    await pause(Math.min(Math.max(ms, 1), LONGEST_PAUSE_MS), undefined, { signal }).catch(() => undefined);
    return !signal.aborted;
  }

  #drop(reason: 'lost' | 'quota' | 'unavailable', { events }: Parcel): void {
    this.#deps.metrics.refused.inc({ reason }, events);
  }
}
