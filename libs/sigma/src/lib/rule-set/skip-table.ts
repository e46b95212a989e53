import type { Alphabet } from './alphabet.ts';

/**
 * How far a scan may leap: no literal begins before the window has moved on by `skips[class of its last but one
 * character * alphabet + class of its last]`. After Wu and Manber, "A fast algorithm for multi-pattern searching".
 */
export interface SkipTable {
  window: number;
  skips: Uint8Array;
}

const MAX_WINDOW = 32;
/** Of reading every character is 1. Literals leave a leaping scan little to gain when they begin in many ways. */
const WORTHWHILE_COST = 0.5;
/** Of looking where there is no leap: the automaton has to be asked. */
const COST_OF_NO_LEAP = 3;

/** The table of the window that leaps farthest; undefined when none is worth it. */
export function buildSkipTable(literals: readonly string[], alphabet: Alphabet): SkipTable | undefined {
  const shortest = literals.reduce((least, { length }) => Math.min(least, length), MAX_WINDOW);
  const weights = pairWeights(literals, alphabet);
  let best: SkipTable | undefined;
  let bestCost = WORTHWHILE_COST;
  for (let window = 3; window <= shortest; window++) {
    const skips = skipsOf(literals, alphabet, window);
    const cost = skips.reduce((sum, skip, pair) => sum + costOf(skip) * (weights[pair] as number), 0);
    if (cost < bestCost) [best, bestCost] = [{ window, skips }, cost];
  }
  return best;
}

function costOf(skip: number): number {
  return skip === 0 ? COST_OF_NO_LEAP : 1 / skip;
}

/** How often a text will have a pair of classes: half as if all were equally frequent, half as in the literals. */
function pairWeights(literals: readonly string[], { size, classOf }: Alphabet): Float64Array {
  const counts = new Float64Array(size * size);
  let total = 0;
  for (const literal of literals) {
    for (let at = 1; at < literal.length; at++) {
      const pair = classOf(literal.charCodeAt(at - 1)) * size + classOf(literal.charCodeAt(at));
      counts[pair] = (counts[pair] as number) + 1;
      total++;
    }
  }
  return counts.map((count) => count / total / 2 + 1 / (2 * counts.length));
}

function skipsOf(literals: readonly string[], alphabet: Alphabet, window: number): Uint8Array {
  const skips = new Uint8Array(alphabet.size * alphabet.size).fill(window - 1);
  for (const literal of literals) {
    let before = alphabet.classOf(literal.charCodeAt(0));
    for (let at = 1; at < window; at++) {
      const unit = alphabet.classOf(literal.charCodeAt(at));
      const place = before * alphabet.size + unit;
      skips[place] = Math.min(skips[place] as number, window - 1 - at);
      before = unit;
    }
  }
  return skips;
}
