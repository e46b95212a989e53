import type { ScoringEvent } from '@redoubt/scoring';
import type { LabelledSet } from './labelled-set.ts';

/**
 * The simplest detector as a baseline: how seldom was each field's value among all events so far? Exact counts, numbers
 * in powers of two, the mean of -log2 over the fields. Floods wear it down, and its memory grows with the values.
 */
export function scoreByCountRarity(set: LabelledSet): Float64Array {
  const counts = new Map<string, number>();
  const scores = new Float64Array(set.count);
  for (let index = 0; index < set.count; index++) {
    const keys = keysOf(set.event(index));
    let bits = 0;
    for (const key of keys) {
      const count = counts.get(key) ?? 0;
      bits -= Math.log2((count + 0.5) / (index + 1));
      counts.set(key, count + 1);
    }
    scores[index] = bits / keys.length;
  }
  return scores;
}

function keysOf({ eventType, sourceIp, asset, action, outcome, values = [] }: ScoringEvent): string[] {
  const keys = [`t ${eventType}`];
  if (sourceIp !== undefined) keys.push(`s ${sourceIp}`);
  if (asset !== undefined) keys.push(`a ${asset}`);
  if (action !== undefined) keys.push(`c ${action}`);
  if (outcome !== undefined) keys.push(`o ${outcome}`);
  for (const { field, value } of values) {
    keys.push(`${field} ${typeof value === 'number' ? Math.round(Math.log2(1 + Math.abs(value))) : value}`);
  }
  return keys;
}
