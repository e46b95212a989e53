import { alertRecordSchema, type Disposition } from '@redoubt/contracts';
import type { Verdict } from '@redoubt/scoring';
import type { StreamRecord } from '@redoubt/stream';

/** What happened but does no harm is as ordinary for the model as what was no threat at all. */
const KINDS: Readonly<Record<Disposition, Verdict['kind']>> = {
  true_positive: 'true_positive',
  false_positive: 'false_positive',
  benign: 'false_positive',
};

/** What a person says about an anomaly by closing or judging its alert; undefined for every other record. */
export function verdictOf({ value, recordId }: StreamRecord): Verdict | undefined {
  if (!isAboutAnomaly(value)) return undefined;
  const parsed = alertRecordSchema.safeParse(value);
  if (!parsed.success || parsed.data.type !== 'alert') return undefined;
  const { alert, change, actor, commandId, atMs } = parsed.data;
  const { disposition, anomalyReasons } = alert;
  if ((change !== 'closed' && change !== 'disposed') || actor === undefined) return undefined;
  if (disposition === undefined || anomalyReasons === undefined || anomalyReasons.length === 0) return undefined;
  return {
    verdictId: commandId === undefined ? recordId : `${commandId}:${alert.alertId}`,
    analyst: actor,
    atMs,
    kind: KINDS[disposition],
    reasons: anomalyReasons,
  };
}

/** Cheap, since most records are of other alerts. */
function isAboutAnomaly(value: unknown): boolean {
  const alert = (value as { alert?: { anomalyReasons?: unknown } } | null)?.alert;
  return alert?.anomalyReasons !== undefined;
}
