import type { OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { readSinkHealth, type SinkHealth, type SinkInfo } from '@redoubt/rulebook';
import { z } from 'zod';
import { formatDuration } from '../output/duration.ts';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { renderTable } from '../output/table.ts';

/** A sink as commands print it; secrets are no part of it. */
export const sinkSchema = z.object({
  sinkId: z.string(),
  name: z.string(),
  type: z.string(),
  isEnabled: z.boolean(),
  group: z.string().describe('its cursor in the streams'),
  target: z.string().describe('where it leads, as far as that is no secret'),
  mapping: z.string(),
  filter: z.record(z.string(), z.unknown()).describe('what it is given'),
  batch: z.record(z.string(), z.unknown()).describe('how much goes into one request'),
  onFull: z.string(),
  startAt: z.string(),
  config: z.record(z.string(), z.unknown()).describe('settings of its type that are no secret'),
  hasSecret: z.boolean(),
});
export type SinkJson = z.infer<typeof sinkSchema>;

/** How it is doing. */
export const sinkHealthSchema = z.object({
  state: z.string().describe('new, ok, failing, paused or detached'),
  lagEntries: z.number().int().nullable().describe('entries that it has not settled; null: not known'),
  lagMs: z.number().int().describe('age of the oldest item in hand when it last said so'),
  lastSuccessMs: z.number().int().nullable(),
  lastErrorMs: z.number().int().nullable(),
  lastError: z.string().nullable(),
  delivered: z.number().int(),
  duplicates: z.number().int().describe('of the delivered, what the receiver had already'),
  filtered: z.number().int(),
  retried: z.number().int(),
  deadLetters: z.number().int(),
  detachedAtMs: z.number().int().nullable().describe('since when it has been taken off'),
  skippedEntries: z.number().int().describe('entries that left the streams while it was taken off'),
});
export const sinkWithHealthSchema = sinkSchema.extend({ health: sinkHealthSchema });
export type SinkWithHealth = z.infer<typeof sinkWithHealthSchema>;

export function sinkJson(info: SinkInfo): SinkJson {
  const { sinkId, name, type, isEnabled, group, target, mapping, onFull, startAt, config, hasSecret } = info;
  const head = { sinkId, name, type, isEnabled, group, target, mapping, onFull, startAt, config, hasSecret };
  return { ...head, filter: { ...info.filter }, batch: { ...info.batch } };
}

export async function withHealth(
  redis: RedisClient,
  orgId: OrgId,
  sinks: readonly SinkInfo[],
): Promise<SinkWithHealth[]> {
  const healths = await readSinkHealth(redis, orgId, sinks);
  return sinks.map((info) => ({ ...sinkJson(info), health: healths.get(info.sinkId) as SinkHealth }));
}

export function renderSinks(sinks: readonly SinkWithHealth[], view: View): string {
  const columns = ['name', 'type', 'state', 'lag', 'last success', 'delivered', 'dead'].map((name) => ({ name }));
  return renderTable(
    [...columns, { name: 'target', isFlexible: true }],
    sinks.map(({ name, type, target, health }) => [
      printable(name),
      type,
      stateText(health.state, view),
      health.lagEntries === null ? '?' : String(health.lagEntries),
      agoText(health.lastSuccessMs),
      String(health.delivered),
      String(health.deadLetters),
      printable(target),
    ]),
    view,
  );
}

/** What is wrong with it, if anything is. */
export function troubleOf({ health }: SinkWithHealth): string | undefined {
  if (health.state === 'detached')
    return 'taken off for being too far behind: nothing is kept for it until it is resumed';
  return health.state === 'failing' && health.lastError !== null ? printable(health.lastError) : undefined;
}

function stateText(state: string, { style }: View): string {
  if (state === 'ok' || state === 'new') return style.good(state);
  return state === 'failing' || state === 'detached' ? style.bad(state) : style.warn(state);
}

function agoText(atMs: number | null): string {
  return atMs === null ? 'never' : `${formatDuration(Math.max(0, Date.now() - atMs))} ago`;
}
