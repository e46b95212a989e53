import { MAX_PREVIEWED_ALERTS, previewSuppression, type SuppressionPreview } from '@redoubt/alerting';
import { SEVERITIES, type Alert, type OrgId, type Suppression } from '@redoubt/contracts';
import { newestAlerts, type Database } from '@redoubt/storage';
import { z } from 'zod';
import { counted, formatCount } from '../output/number.ts';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';

/** How far back a preview looks. */
export const PREVIEW_DAYS = 7;
const rulesShown = 5;

export const previewSchema = z.object({
  days: z.number().int().describe('how far back was looked'),
  isWhole: z.boolean().describe(`false when only the newest ${MAX_PREVIEWED_ALERTS} alerts were looked at`),
  alertCount: z.number().int().describe('alerts that changed in that time'),
  hiddenCount: z.number().int().describe('of these, it would have hidden so many'),
  hiddenEvents: z.number().int().describe('events they counted'),
  bySeverity: z.object(Object.fromEntries(SEVERITIES.map((severity) => [severity, z.number().int()]))),
  rules: z.array(z.object({ ruleId: z.string(), ruleName: z.string(), hiddenCount: z.number().int() })),
});
export type PreviewJson = z.infer<typeof previewSchema>;

/** What the suppression would have hidden of the last seven days. */
export async function previewOf(
  database: Database,
  orgId: OrgId,
  suppression: Suppression,
  { nowMs, timeoutMs }: { nowMs: number; timeoutMs: number },
): Promise<{ preview: PreviewJson; hidden: Alert[] }> {
  const filters = { fromMs: nowMs - PREVIEW_DAYS * 86_400_000 };
  const { alerts, isWhole } = await newestAlerts(database, orgId, filters, { limit: MAX_PREVIEWED_ALERTS, timeoutMs });
  const { alertIds, ...preview } = previewSuppression(alerts, suppression);
  const ids = new Set(alertIds);
  const hidden = alerts.filter(({ alertId }) => ids.has(alertId));
  return { preview: { days: PREVIEW_DAYS, isWhole, ...preview }, hidden };
}

/** Whether a person should look before such a suppression begins. */
export function isRisky({ hiddenCount, bySeverity }: PreviewJson): boolean {
  return hiddenCount > 20 || (bySeverity.critical ?? 0) > 0;
}

/** `Of 340 alerts of the last 7 days it would have hidden 12 (2 critical, 10 high), 4,321 events.` */
export function renderPreview(preview: PreviewJson, { style }: View): string {
  const { alertCount, hiddenCount, hiddenEvents, days, isWhole } = preview;
  const of = `${isWhole ? '' : 'the newest '}${counted(alertCount, 'alert')} of the last ${days} days`;
  if (hiddenCount === 0) return `Of ${of} it would have hidden none.`;
  const severities = SEVERITIES.toReversed().flatMap((severity) => {
    const count = preview.bySeverity[severity] ?? 0;
    return count === 0 ? [] : [`${formatCount(count)} ${style.severity(severity)}`];
  });
  const sentence = `Of ${of} it would have hidden ${style.head(formatCount(hiddenCount))} (${severities.join(', ')}), ${counted(hiddenEvents, 'event')}:`;
  return [sentence, ...ruleLines(preview)].join('\n');
}

function ruleLines({ rules }: Pick<SuppressionPreview, 'rules'>): string[] {
  const lines = rules
    .slice(0, rulesShown)
    .map(
      ({ ruleId, ruleName, hiddenCount }) =>
        `  ${formatCount(hiddenCount)} × ${printable(ruleName)} (${printable(ruleId)})`,
    );
  return rules.length > rulesShown ? [...lines, `  … and ${rules.length - rulesShown} more rules`] : lines;
}
