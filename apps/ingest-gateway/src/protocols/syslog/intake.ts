import type { Clock, OrgId } from '@redoubt/contracts';
import type { SheddingPolicy } from '../../admission/memory-gate.ts';
import type { Authenticator, Principal } from '../../http/ports.ts';
import { Refusal } from '../../http/refusal.ts';
import { Batch } from '../../items/batch.ts';
import type { LineContext } from '../../parsers/types.ts';
import type { Delivery, Parcel } from './delivery.ts';
import type { Frame } from './framer.ts';
import { eventOf, textOf, unframed, withoutCutCharacter } from './message.ts';
import type { SyslogMetrics, SyslogRefusal } from './syslog-metrics.ts';
import { takeToken } from './token.ts';

export interface IntakeDeps {
  authenticator: Pick<Authenticator, 'authenticate'>;
  memory: SheddingPolicy;
  clock: Clock;
  metrics: Pick<SyslogMetrics, 'refused' | 'shed' | 'faults'>;
  delivery: Delivery;
  offsetMinutes: number;
  maxDepth: number;
}

/** Whose messages they are that carry no key of their own; throws Refusal like an Authenticator. */
export type OwnPrincipal = () => Principal | Promise<Principal>;

interface Message {
  line: Buffer;
  text: ReturnType<typeof textOf>;
  fault: Frame['fault'];
  /** Of the chunk it came in, however late its key is found. */
  context: LineContext;
}

/** Between look-ups of a key that nobody could answer. */
const KEY_PAUSE_MS = 1_000;
const DROPPED: Partial<Record<string, SyslogRefusal>> = { forbidden: 'forbidden', unavailable: 'unavailable' };

/**
 * Turns the messages of one connection, or of all datagrams, into parcels for the stream. Nothing waits per message
 * while the keys are known.
 */
export class SyslogIntake {
  readonly #deps: IntakeDeps;
  readonly #own: OwnPrincipal;
  readonly #batches = new Map<string, { principal: Principal; batch: Batch }>();
  #context: LineContext;
  #last: { principal: Principal; batch: Batch } | undefined;
  #refusedInRow = 0;
  #hasTaken = false;

  constructor(deps: IntakeDeps, own: OwnPrincipal) {
    this.#deps = deps;
    this.#own = own;
    this.#context = { nowMs: deps.clock.now(), offsetMinutes: deps.offsetMinutes };
  }

  /** Messages refused since one was taken: a sender who has no key does not find one later. */
  get refusedInRow(): number {
    return this.#refusedInRow;
  }

  /** Whether any message was somebody's. */
  get hasTaken(): boolean {
    return this.#hasTaken;
  }

  /** To be called before the messages of a chunk: they share their time of arrival. */
  startChunk(): void {
    this.#context = { nowMs: this.#deps.clock.now(), offsetMinutes: this.#deps.offsetMinutes };
  }

  /**
   * Takes one message; a promise only when its key has to be looked up, which need not be waited for before others are
   * taken. What it took goes off with the next flush. Never throws or rejects.
   *
   * @param mayWait  asked before a message waits for its key; one that may not is dropped
   */
  take({ data, start, end, fault }: Frame, mayWait: () => boolean = () => true): Promise<void> | undefined {
    const bytes = unframed(data, start, end);
    if (bytes.length === 0) return undefined;
    if (fault !== undefined) this.#deps.metrics.faults.inc({ fault });
    const whole = fault === 'oversize' ? withoutCutCharacter(bytes) : bytes;
    const decoded = textOf(whole);
    const taken = takeToken(decoded.isText ? decoded.text : whole.toString('latin1'));
    if (taken === 'unreadable') {
      this.#refuse(new Refusal('unauthenticated'));
      return undefined;
    }
    const line = taken === undefined ? whole : Buffer.from(taken.text, decoded.isText ? 'utf8' : 'latin1');
    const text = taken === undefined ? decoded : textOf(line);
    const message: Message = { line, text, fault, context: this.#context };
    const find: OwnPrincipal = () =>
      taken === undefined || taken.isContent
        ? this.#own()
        : this.#deps.authenticator.authenticate(`Bearer ${taken.token ?? ''}`);
    try {
      const principal = find();
      if (!(principal instanceof Promise)) {
        this.#add(principal, message);
        return undefined;
      }
      if (!mayWait()) {
        principal.catch(() => undefined);
        this.#deps.metrics.refused.inc({ reason: 'overflow' });
        return undefined;
      }
      return principal.then(
        (late) => this.#add(late, message),
        (thrown: unknown) => this.#notFound(thrown, find, message),
      );
    } catch (thrown) {
      return this.#notFound(thrown, find, message);
    }
  }

  /** Who waits for us is not refused because nobody can say now whose key it is. */
  #notFound(thrown: unknown, find: OwnPrincipal, message: Message): Promise<void> | undefined {
    if (isUnavailable(thrown) && this.#deps.delivery.canWait) return this.#findLater(find, message);
    this.#refuse(thrown);
    return undefined;
  }

  async #findLater(find: OwnPrincipal, message: Message): Promise<void> {
    while (await this.#deps.delivery.wait(KEY_PAUSE_MS)) {
      try {
        return this.#add(await find(), message);
      } catch (thrown) {
        if (!isUnavailable(thrown)) return this.#refuse(thrown);
      }
    }
    this.#refuse(new Refusal('unavailable'));
  }

  /** Sends off what was taken; ends when it is durable, dropped or lost. Never rejects. */
  flush(): Promise<unknown> {
    const parcels: Parcel[] = [];
    for (const { principal, batch } of this.#batches.values()) {
      for (const [severity, events] of batch.shed) this.#deps.metrics.shed.inc({ severity }, events);
      const drained = batch.drain();
      if (drained.events > 0) parcels.push({ principal, ...drained });
    }
    this.#batches.clear();
    this.#last = undefined;
    const [only] = parcels;
    if (only === undefined) return Promise.resolve();
    return parcels.length === 1
      ? this.#deps.delivery.send(only)
      : Promise.all(parcels.map((parcel) => this.#deps.delivery.send(parcel)));
  }

  #add(principal: Principal, { line, text, fault, context }: Message): void {
    this.#refusedInRow = 0;
    this.#hasTaken = true;
    const event = eventOf(line, text, { context, fault, maxDepth: this.#deps.maxDepth });
    this.#batchOf(principal).take(event.line, event.fields);
  }

  #batchOf(principal: Principal): Batch {
    if (this.#last?.principal === principal) return this.#last.batch;
    const key = `${principal.orgId satisfies OrgId} ${principal.keyId}`;
    let found = this.#batches.get(key);
    if (found === undefined) {
      found = { principal, batch: new Batch(this.#deps.memory.shedBelowRank(principal.orgId)) };
      this.#batches.set(key, found);
    }
    this.#last = found;
    return found.batch;
  }

  #refuse(thrown: unknown): void {
    this.#refusedInRow += 1;
    const reason = thrown instanceof Refusal ? (DROPPED[thrown.code] ?? 'unauthenticated') : 'unavailable';
    this.#deps.metrics.refused.inc({ reason });
  }
}

function isUnavailable(thrown: unknown): boolean {
  return !(thrown instanceof Refusal) || thrown.code === 'unavailable';
}
