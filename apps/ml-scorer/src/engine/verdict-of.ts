import { alertRecordSchema, type Alert, type Disposition } from '@redoubt/contracts';
import type { Verdict } from '@redoubt/scoring';
import type { StreamRecord } from '@redoubt/stream';

/** What happened but does no harm is as ordinary for the model as what was no threat at all. */
const KINDS: Readonly<Record<Disposition, Verdict['kind']>> = {
  true_positive: 'true_positive',
  false_positive: 'false_positive',
  benign: 'false_positive',
};

/** A change of an alert, and who made it. */
export interface Said {
  alert: Alert;
  change: string;
  atMs: number;
  actor?: string | undefined;
  commandId?: string | undefined;
}

/** What a record of the alerts stream says about an anomaly; undefined for every other record. */
export function verdictOf({ value }: StreamRecord): Verdict | undefined {
  if (!isAboutAnomaly(value)) return undefined;
  const parsed = alertRecordSchema.safeParse(value);
  return parsed.success && parsed.data.type === 'alert' ? verdictOfAlert(parsed.data) : undefined;
}

/** What a person says about an anomaly by closing or judging its alert; undefined when it is none, or nobody's. */
export function verdictOfAlert({ alert, change, atMs, actor, commandId }: Said): Verdict | undefined {
  const { alertId, version, disposition, anomalyReasons } = alert;
  if ((change !== 'closed' && change !== 'disposed') || actor === undefined) return undefined;
  if (disposition === undefined || anomalyReasons === undefined || anomalyReasons.length === 0) return undefined;
  return {
    verdictId: `${commandId ?? version}:${alertId}`,
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
