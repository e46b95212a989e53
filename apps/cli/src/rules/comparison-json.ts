import type { Alert } from '@redoubt/contracts';
import { compareAlerts } from '@redoubt/detection';
import { z } from 'zod';
import { isoTime } from '../output/time.ts';
import { severitySchema } from './rule-schema.ts';

const alertSchema = z.object({
  alertId: z.string(),
  ruleId: z.string(),
  ruleName: z.string(),
  ruleAuthor: z.string().optional(),
  severity: severitySchema,
  subject: z.record(z.string(), z.string()),
  count: z.number().int(),
  firstSeen: z.string().describe('RFC 3339'),
  lastSeen: z.string().describe('RFC 3339'),
});

export const comparisonSchema = z.object({
  kind: z
    .enum(['same', 'changed', 'missing', 'added'])
    .describe('`changed`: another count or severity; `missing`: fired live only; `added`: in the backtest only'),
  isPartial: z.boolean().describe('the live alert began before the range or went on after it'),
  live: alertSchema.optional(),
  backtest: alertSchema.optional(),
});

export type ComparisonJson = z.infer<typeof comparisonSchema>;

/** Two lists of alerts side by side. */
export interface Comparison {
  rows: ComparisonJson[];
  counts: Record<ComparisonJson['kind'], number>;
  /** Live alerts that began before the range and were not found: their events may lie before it. */
  unjudged: number;
}

/** Compares what fired live with a backtest over events accepted from `fromMs` until before `toMs`. */
export function compare(
  live: readonly Alert[],
  backtest: readonly Alert[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Comparison {
  const { same, changed, missing, added } = compareAlerts(live, backtest);
  const isPartial = (alert: Alert): boolean => alert.createdAtMs < fromMs || alert.updatedAtMs >= toMs;
  const pair =
    (kind: 'same' | 'changed') =>
    ({ before, after }: (typeof same)[number]): ComparisonJson => ({
      ...{ kind, isPartial: isPartial(before) },
      ...{ live: alertJson(before), backtest: alertJson(after) },
    });
  const judged = missing.filter((alert) => alert.createdAtMs >= fromMs);
  const rows: ComparisonJson[] = [
    ...judged.map((alert) => ({ kind: 'missing' as const, isPartial: isPartial(alert), live: alertJson(alert) })),
    ...added.map((alert) => ({ kind: 'added' as const, isPartial: false, backtest: alertJson(alert) })),
    ...changed.map(pair('changed')),
    ...same.map(pair('same')),
  ];
  const counts = { same: same.length, changed: changed.length, missing: judged.length, added: added.length };
  return { rows, counts, unjudged: missing.length - judged.length };
}

function alertJson(alert: Alert): z.infer<typeof alertSchema> {
  const { alertId, ruleId, ruleName, ruleAuthor, severity, subject, count } = alert;
  return {
    ...{ alertId, ruleId, ruleName },
    ...(ruleAuthor === undefined ? {} : { ruleAuthor }),
    ...{ severity, subject: { ...subject } as Record<string, string>, count },
    ...{ firstSeen: isoTime(alert.firstSeenMs), lastSeen: isoTime(alert.lastSeenMs) },
  };
}
