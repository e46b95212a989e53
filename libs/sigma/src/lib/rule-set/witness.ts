import type { TextTest } from '../model/pattern.ts';

/** Atoms of which at least one is stamped by every event that a part of a rule holds for. */
export interface Witness {
  atoms: number[];
  /** How often they are stamped, roughly: less is better. */
  cost: number;
}

/** Of what every event with the field stamps. */
export const PRESENCE_COST = 1;
/** Looking for keywords means reading every text of the event: any other witness is better. */
const KEYWORD_COST = 100;

const KEPT_PER_UNIT = 0.5;
const COUNTED_UNITS = 12;

/** Longer texts are rarer, and rarer where their place is fixed. */
export function costOfText(test: TextTest, text: string): number {
  const units = Math.min(COUNTED_UNITS, text.length + (test === 'contains' ? 0 : 1));
  return KEPT_PER_UNIT ** units;
}

/** A part of a rule with its leaves in the numbering of the unit. */
export type Part =
  | { op: 'and' | 'or'; of: Part[] }
  | { op: 'not'; of: Part }
  | { op: 'leaf'; leaf: { isKeyword: boolean; witness: Witness | null } }
  | { op: 'constant'; value: boolean };

/** The best witness of a part; null when it may hold for events that stamp nothing. */
export function witnessOf(part: Part): Witness | null {
  return wanted(part, true);
}

function wanted(part: Part, verdict: boolean): Witness | null {
  switch (part.op) {
    case 'constant':
      return part.value === verdict ? null : { atoms: [], cost: 0 };
    case 'not':
      return wanted(part.of, !verdict);
    case 'leaf':
      return verdict ? leafWitness(part.leaf) : null;
    default:
      return (part.op === 'and') === verdict ? best(part.of, verdict) : union(part.of, verdict);
  }
}

function leafWitness({ isKeyword, witness }: { isKeyword: boolean; witness: Witness | null }): Witness | null {
  return witness === null || !isKeyword ? witness : { ...witness, cost: witness.cost + KEYWORD_COST };
}

/** All must hold: any one will do. */
function best(parts: readonly Part[], verdict: boolean): Witness | null {
  let least: Witness | null = null;
  for (const part of parts) {
    const witness = wanted(part, verdict);
    if (witness !== null && (least === null || witness.cost < least.cost)) least = witness;
  }
  return least;
}

function union(parts: readonly Part[], verdict: boolean): Witness | null {
  const all: Witness = { atoms: [], cost: 0 };
  for (const part of parts) {
    const witness = wanted(part, verdict);
    if (witness === null) return null;
    for (const atom of witness.atoms) all.atoms.push(atom);
    all.cost += witness.cost;
  }
  return all;
}
