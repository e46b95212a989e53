import { SINK_MAPPINGS, SINK_TYPES, sinkBatchSchema, sinkFilterSchema } from '@redoubt/rulebook';
import { z } from 'zod';

/** A sink as it is answered. */
export const sinkSchema = z.strictObject({
  sinkId: z.uuid(),
  name: z.string(),
  type: z.enum(SINK_TYPES as [(typeof SINK_TYPES)[number]]),
  isEnabled: z.boolean(),
  group: z.string().describe('Its cursor in the streams'),
  filter: sinkFilterSchema.describe('What it is given'),
  mapping: z.enum(SINK_MAPPINGS).describe('As what it is said'),
  batch: sinkBatchSchema.describe('How much goes into one request'),
  onFull: z.enum(['block', 'detach']),
  startAt: z.enum(['now', 'oldest']),
  target: z.string().describe('Where it leads, as far as that is no secret'),
  config: z.record(z.string(), z.unknown()).describe('Settings of its type that are no secret'),
  hasSecret: z.boolean(),
});

const count = z.int().min(0);
const moment = z.int().nullable();

/** How a sink is doing. */
export const sinkStateSchema = z.strictObject({
  state: z
    .enum(['new', 'ok', 'failing', 'paused', 'detached'])
    .describe('`new`: nothing was sent yet; `detached`: it was too far behind and was taken off'),
  lagEntries: count.nullable().describe('Entries of its streams that it has not settled; null: not known'),
  lagMs: count.describe('Age of the oldest item in hand when it last said so'),
  lastSuccessMs: moment,
  lastErrorMs: moment,
  lastError: z.string().nullable().describe('Why it failed last'),
  delivered: count,
  duplicates: count.describe('Of the delivered, what the receiver had already'),
  filtered: count,
  retried: count,
  deadLetters: count.describe('What it refused for good and still waits to be replayed'),
  detachedAtMs: moment.describe('Since when it has been taken off; null while it is not'),
  skippedEntries: count.describe('Entries that left the streams while it was taken off: it is never sent them'),
});

/** One minute of a sink. */
export const sinkMinuteSchema = z.strictObject({
  atMs: z.int(),
  delivered: count,
  retried: count,
  lagMs: count,
});
