import { mixHashes } from '../hash/keyed-hash.ts';
import { PresenceSketch } from '../sketch/presence-sketch.ts';
import { SALTS } from './aspect.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const HOURS = 168;
/** Weeks an entity must have been there before its hours say anything. */
const LEAST_WEEKS = 2;

/** At which hours of the week is an entity there? Neighbouring hours count half. Hours are UTC. */
export class HourOfWeek {
  readonly presence: PresenceSketch;
  #hour = 0;
  /** Of the last `rarity`: weeks with the entity at this hour, of weeks with it at all. */
  observed = 0;
  expected = 0;

  constructor(columns: number, salts: Int32Array, halfLifeWeeks: number) {
    this.presence = new PresenceSketch(columns, salts, halfLifeWeeks);
  }

  startTick(timeMs: number, startMs: number): void {
    const week = Math.floor(timeMs / WEEK_MS);
    this.#hour = Math.floor((timeMs % WEEK_MS) / HOUR_MS);
    this.presence.startTick(week, week - Math.floor(startMs / WEEK_MS));
  }

  /** Bits of surprise to meet `entity` now; -1 while it is not known long enough. Learned by the next `learn`. */
  rarity(entity: number): number {
    const { presence } = this;
    presence.rarity(mixHashes(SALTS.anyHour, entity));
    this.expected = presence.count;
    if (this.expected < LEAST_WEEKS) {
      presence.rarity(this.#key(entity, 0));
      return -1;
    }
    presence.rarity(this.#key(entity, -1));
    presence.skipLast();
    const before = presence.count;
    presence.rarity(this.#key(entity, 1));
    presence.skipLast();
    const after = presence.count;
    presence.rarity(this.#key(entity, 0));
    this.observed = Math.min(this.expected, presence.count + (before + after) / 2);
    return -Math.log2((this.observed + 0.5) / (this.expected + 1));
  }

  #key(entity: number, offset: number): number {
    return mixHashes(SALTS.hour + 1 + ((this.#hour + offset + HOURS) % HOURS), entity);
  }
}
