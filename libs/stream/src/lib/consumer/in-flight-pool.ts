import { gatheringLane, type Amount, type EntryInHand, type OrgWork, type Standing } from './org-work.ts';

type Unit = keyof Amount;

/** Of the whole pool: what one organisation and group may hold, and what all that fail may hold together. */
const ONE = 1 / 8;
const FAILING = 1 / 4;
/** Of what is free: of one that is new, and of any one once half of the pool is taken. */
const NEW_OF_FREE = 1 / 64;
const ONE_OF_FREE = 1 / 16;

/** How much more may be read: `later` has to wait for others, `busy` for what it holds itself. */
export type Room = Amount | 'later' | 'busy';

/**
 * What is read and not settled, of all organisations and groups of a consumer, and how much more each may take.
 *
 * Some whose handling takes long or fails must not take it all, or the others would wait for them. So one holds an
 * eighth at most; a part of what is free once half is taken, and before its first batch is settled (dynamic thresholds:
 * Choudhury and Hahne 1998); and one whose last batch was paused a single entry, all such together a quarter. What was
 * asked for counts as held until the answer is there.
 */
export class InFlightPool {
  readonly #most: Amount;
  readonly #held: Amount = { events: 0, bytes: 0 };
  readonly #asked: Amount = { events: 0, bytes: 0 };
  /** Of both, what those have that fail. */
  readonly #failing: Amount = { events: 0, bytes: 0 };

  constructor(most: Amount) {
    this.#most = most;
  }

  /** Events read and not settled. */
  get events(): number {
    return this.#held.events;
  }

  /** What it may read beyond what it holds: zero or less once it has its share. */
  roomFor(org: OrgWork): Room {
    const { held, standing } = org;
    if (gatheringLane(org)) return { events: 0, bytes: 0 };
    if (standing === 'failing' && held.events + held.bytes > 0) return 'busy';
    if (!this.hasRoom(standing)) return 'later';
    if (standing === 'failing') return { events: 0, bytes: 0 };
    const room = (unit: Unit): number => this.#share(unit, standing) - held[unit];
    return { events: room('events'), bytes: room('bytes') };
  }

  /** Whether one that holds nothing may read. */
  hasRoom(standing: Standing): boolean {
    return (['events', 'bytes'] as const).every(
      (unit) => this.#free(unit) > 0 && !(standing === 'failing' && this.#failing[unit] >= this.#most[unit] * FAILING),
    );
  }

  #free(unit: Unit): number {
    return this.#most[unit] - this.#held[unit] - this.#asked[unit];
  }

  #share(unit: Unit, standing: Standing): number {
    const free = this.#free(unit);
    if (standing === 'new') return free * NEW_OF_FREE;
    return free * 2 >= this.#most[unit] ? this.#most[unit] * ONE : free * ONE_OF_FREE;
  }

  ask(org: OrgWork, amount: Amount): void {
    add(this.#asked, amount, 1);
    this.#count(org, amount, 1);
  }

  /** The answer to what was asked for is there, or there is none. */
  answered(org: OrgWork, amount: Amount): void {
    add(this.#asked, amount, -1);
    this.#count(org, amount, -1);
  }

  take(org: OrgWork, entries: readonly EntryInHand[]): void {
    this.#move(org, entries, 1);
  }

  giveBack(org: OrgWork, entries: readonly EntryInHand[]): void {
    this.#move(org, entries, -1);
  }

  #move(org: OrgWork, entries: readonly EntryInHand[], sign: 1 | -1): void {
    const amount = { events: 0, bytes: 0 };
    for (const entry of entries) {
      amount.events += entry.items.length;
      amount.bytes += entry.sizeBytes;
    }
    add(this.#held, amount, sign);
    this.#count(org, amount, sign);
  }

  #count(org: OrgWork, amount: Amount, sign: 1 | -1): void {
    add(org.held, amount, sign);
    if (org.standing === 'failing') add(this.#failing, amount, sign);
  }

  /** Keeps how its last batch ended. */
  judge(org: OrgWork, standing: Standing): void {
    if (org.standing === 'failing') add(this.#failing, org.held, -1);
    org.standing = standing;
    if (standing === 'failing') add(this.#failing, org.held, 1);
  }
}

function add(to: Amount, amount: Amount, sign: 1 | -1): void {
  to.events += sign * amount.events;
  to.bytes += sign * amount.bytes;
}
