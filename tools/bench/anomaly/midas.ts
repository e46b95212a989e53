import type { LabelledSet } from './labelled-set.ts';

const ROWS = 2;
const COLUMNS = 1_024;

/**
 * MIDAS (Bhatia et al., AAAI 2020) on source, target and edge with 2 x 1024 counters each, as a baseline: chi² of the
 * running tick against the mean of all earlier ones, everything learned.
 */
export function scoreByMidas(set: LabelledSet): Float64Array {
  const sketches = [1, 2, 3].map((salt) => new CountSketch(salt));
  const scores = new Float64Array(set.count);
  let tick = 0;
  let last = Number.NaN;
  for (let index = 0; index < set.count; index++) {
    const { timeMs, sourceIp = '', asset = '' } = set.event(index);
    if (timeMs !== last) {
      tick += 1;
      for (const sketch of sketches) sketch.current.fill(0);
    }
    last = timeMs;
    const source = hash(sourceIp);
    const target = hash(asset);
    const keys = [source, target, Math.imul(source, 0x9e3779b1) ^ target];
    scores[index] = keys.reduce((most, key, at) => Math.max(most, (sketches[at] as CountSketch).add(key, tick)), 0);
  }
  return scores;
}

class CountSketch {
  readonly current = new Float64Array(ROWS * COLUMNS);
  readonly total = new Float64Array(ROWS * COLUMNS);
  readonly #salt: number;

  constructor(salt: number) {
    this.#salt = salt;
  }

  add(key: number, tick: number): number {
    let count = Infinity;
    let sum = Infinity;
    for (let row = 0; row < ROWS; row++) {
      const cell = row * COLUMNS + (scramble(key ^ Math.imul(this.#salt * ROWS + row, 0x85ebca6b)) & (COLUMNS - 1));
      this.current[cell] = (this.current[cell] as number) + 1;
      this.total[cell] = (this.total[cell] as number) + 1;
      count = Math.min(count, this.current[cell] as number);
      sum = Math.min(sum, this.total[cell] as number);
    }
    return tick === 1 ? 0 : (count - sum / tick) ** 2 * (tick ** 2 / (sum * (tick - 1)));
  }
}

function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return scramble(sum);
}

function scramble(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
