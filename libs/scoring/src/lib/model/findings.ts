import { FAMILY, type FamilyPosition } from '../explain/reason.ts';
import { ASPECTS } from './aspect.ts';
import { MAX_VALUES } from './scoring-event.ts';

const CAPACITY = ASPECTS.length * 3 + MAX_VALUES * 3 + 5;

/** What one sub-score found; `subject` is a position in ASPECTS, a value's position, or -1 for the whole shape. */
export interface Finding {
  family: FamilyPosition;
  on: 'aspect' | 'value' | 'shape' | 'own_model';
  subject: number;
  bits: number;
  /** Count of this tick, or ticks with the key, or the share of values this far out. */
  observed: number;
  /** Usual count, or earlier ticks. */
  expected: number;
  isHigh: boolean;
  /** A surge: a burst over many minutes. */
  isSurge: boolean;
}

/** The findings of one event after the other, without making objects for each. */
export class Findings {
  readonly #items: Finding[] = Array.from({ length: CAPACITY }, () => ({
    family: FAMILY.rarity,
    on: 'aspect',
    subject: 0,
    bits: 0,
    observed: 0,
    expected: 0,
    isHigh: true,
    isSurge: false,
  }));
  count = 0;

  clear(): void {
    this.count = 0;
  }

  add(family: FamilyPosition, on: Finding['on'], subject: number, bits: number): Finding {
    const item = this.#items[this.count++] as Finding;
    item.family = family;
    item.on = on;
    item.subject = subject;
    item.bits = bits;
    item.isHigh = true;
    item.isSurge = false;
    return item;
  }

  at(index: number): Finding {
    return this.#items[index] as Finding;
  }
}
