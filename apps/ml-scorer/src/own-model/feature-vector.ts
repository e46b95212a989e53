import { severityRank } from '@redoubt/contracts';
import { MAX_VALUES, networkOf, type ScoringEvent } from '@redoubt/scoring';

const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday: from here, weeks begin on Monday. */
const MONDAY_MS = 4 * DAY_MS;
const HIGHEST_RANK = 4;

/** Texts that are spread over buckets, in this order. */
export const HASHED_FIELDS = [
  ...(['eventType', 'sourceIp', 'network', 'user', 'asset'] as const),
  ...(['action', 'outcome', 'country', 'process'] as const),
];
/** Buckets of one text. */
export const BUCKETS = 16;
/** Numbers of a vector: severity, time of day, day of week, opted-in numbers, buckets. */
export const FEATURES = 5 + MAX_VALUES + HASHED_FIELDS.length * BUCKETS;
const FIRST_VALUE = 5;
const FIRST_BUCKET = FIRST_VALUE + MAX_VALUES;

/** Writes the vector of an event, as README describes it, to `row` of FEATURES zeroes. */
export function writeFeatures(event: ScoringEvent, row: Float32Array): void {
  row[0] = severityRank(event.severity) / HIGHEST_RANK;
  writeAngle(row, 1, (event.timeMs % DAY_MS) / DAY_MS);
  writeAngle(row, 3, ((event.timeMs - MONDAY_MS) % (7 * DAY_MS)) / (7 * DAY_MS));
  event.values?.forEach(({ value }, at) => {
    if (typeof value === 'number' && at < MAX_VALUES)
      row[FIRST_VALUE + at] = Math.sign(value) * Math.log2(1 + Math.abs(value));
  });
  HASHED_FIELDS.forEach((name, at) => {
    const text = textOf(event, name);
    if (text !== undefined) row[FIRST_BUCKET + at * BUCKETS + (fnv1a(text) % BUCKETS)] = 1;
  });
}

function writeAngle(row: Float32Array, at: number, turn: number): void {
  row[at] = Math.sin(2 * Math.PI * turn);
  row[at + 1] = Math.cos(2 * Math.PI * turn);
}

function textOf(event: ScoringEvent, name: (typeof HASHED_FIELDS)[number]): string | undefined {
  if (name !== 'network') return event[name];
  return event.sourceIp === undefined ? undefined : networkOf(event.sourceIp);
}

/** FNV-1a, 32 bits, over the bytes of UTF-8: the same in every language that a model may be trained in. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
