import { SEVERITIES } from '@redoubt/contracts';
import { z } from 'zod';

const count = z.number().int().min(0);
const bySeverity = z.record(z.enum(SEVERITIES), count);

/** What is renewed once in the cache's life only: it reads 23 hours of minutes, or rows of days. */
export const dayPartSchema = z.object({
  computedAtMs: z.number(),
  /** Minutes of the 23 hours before this one are in `events`. */
  untilMs: z.number(),
  events: bySeverity,
  /** Names of assets that ranked high in some hour of the day. */
  assetNames: z.array(z.string()).max(100),
  mttaSeconds: z.number().nullable(),
  mttrSeconds: z.number().nullable(),
});
export type DayPart = z.infer<typeof dayPartSchema>;

/** The overview as it is cached. */
export const overviewRecordSchema = z.object({
  computedAtMs: z.number(),
  day: dayPartSchema,
  events24h: count,
  criticalEvents24h: count,
  bySeverity,
  openBySeverity: bySeverity,
  oldestOpenAlertAtMs: z.number().nullable(),
  openIncidents: count,
  hoursFromMs: z.number(),
  topThreats: z.array(z.object({ name: z.string(), count })).max(10),
  topSources: z.array(z.object({ name: z.string(), count })).max(10),
  uniqueIps: count,
  /** Names of the assets whose health is kept, the worst first. */
  assets: z.array(z.string()).max(60),
});
export type OverviewRecord = z.infer<typeof overviewRecordSchema>;
