import type { EventFields, EventLane, Severity } from '@redoubt/contracts';
import { laneOf, SEVERITIES, severityRank } from '@redoubt/contracts';
import { MAX_LISTED_ERRORS } from '../limits.ts';
import type { ItemCode, ItemError } from './item-error.ts';

export interface LaneLines {
  lane: EventLane;
  lines: Buffer[];
}

const NONE = new Map<never, number>();
const BY_RANK = SEVERITIES.map((severity) => ({ severity }));

/** What the events of one request came to, while it is read piece by piece. */
export class Batch {
  /** Events seen, also the index of the next one. */
  seen = 0;
  /** Events taken into the lanes since the request began, appended or not. */
  taken = 0;
  refused = 0;
  readonly errors: ItemError[] = [];
  /** Why the item refused last was refused. */
  latestError: ItemError | undefined;
  #refusedBy: Map<ItemCode, number> | undefined;
  #shed: Map<Severity, number> | undefined;
  #hasShedSinceDrain = false;
  readonly #shedBelowRank: number;
  #ordinary: Buffer[] = [];
  #priority: Buffer[] = [];
  #bytes = 0;

  /** @param shedBelowRank  events of a lower severity rank are refused; 0 refuses none */
  constructor(shedBelowRank = 0) {
    this.#shedBelowRank = shedBelowRank;
  }

  /** Takes an accepted event; `line` is JSON without a line feed. */
  take(line: Buffer, { severity }: Pick<EventFields, 'severity'>): void {
    if (severityRank(severity) < this.#shedBelowRank) {
      this.#refuseShed(severity);
      return;
    }
    this.seen += 1;
    this.taken += 1;
    this.#bytes += line.length;
    (laneOf(severity) === 'p' ? this.#priority : this.#ordinary).push(line);
  }

  /** The same for an event of which no more than the rank of its severity is known. */
  takeRanked(line: Buffer, rank: number): void {
    this.take(line, BY_RANK[rank] as Pick<EventFields, 'severity'>);
  }

  refuse(code: ItemCode, detail: string): void {
    const index = this.seen;
    this.seen += 1;
    this.refused += 1;
    this.#refusedBy ??= new Map();
    this.#refusedBy.set(code, (this.#refusedBy.get(code) ?? 0) + 1);
    this.latestError = { index, code, detail };
    if (this.errors.length < MAX_LISTED_ERRORS) this.errors.push(this.latestError);
  }

  /** Events refused, by reason. */
  get refusedBy(): ReadonlyMap<ItemCode, number> {
    return this.#refusedBy ?? NONE;
  }

  /** Refused because memory is short, per severity; a retry may succeed. */
  get shed(): ReadonlyMap<Severity, number> {
    return this.#shed ?? NONE;
  }

  get isErrorsTruncated(): boolean {
    return this.refused > this.errors.length;
  }

  /** Hands over the lanes taken since the last call, and below which rank events were shed of it (0: none was). */
  drain(): { lanes: LaneLines[]; events: number; bytes: number; shedBelowRank: number } {
    const lanes: LaneLines[] = [];
    if (this.#ordinary.length > 0) lanes.push({ lane: 's', lines: this.#ordinary });
    if (this.#priority.length > 0) lanes.push({ lane: 'p', lines: this.#priority });
    const drained = {
      lanes,
      events: this.#ordinary.length + this.#priority.length,
      bytes: this.#bytes,
      shedBelowRank: this.#hasShedSinceDrain ? this.#shedBelowRank : 0,
    };
    this.#hasShedSinceDrain = false;
    this.#ordinary = [];
    this.#priority = [];
    this.#bytes = 0;
    return drained;
  }

  #refuseShed(severity: Severity): void {
    const lowest = SEVERITIES[this.#shedBelowRank] ?? 'none';
    this.refuse('shed', `memory is short: only events from severity ${lowest} up are taken now`);
    this.#hasShedSinceDrain = true;
    this.#shed ??= new Map();
    this.#shed.set(severity, (this.#shed.get(severity) ?? 0) + 1);
  }
}
