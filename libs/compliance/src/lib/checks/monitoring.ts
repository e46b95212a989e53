import type { Measurement, Observation } from '../check.ts';
import type { Evidence } from '../evidence.ts';
import { clipped, notMeasured } from '../measure.ts';
import required from '../required-alerts.json' with { type: 'json' };

/** Every alert of the platform is loaded, works, and says where its runbook is. */
export function alertRules({ monitoring, nowMs }: Evidence): Measurement {
  if (monitoring === null) return notMeasured('no Prometheus is named to ask (PROMETHEUS_URL)');
  if ('error' in monitoring) return notMeasured(`Prometheus: ${monitoring.error}`);
  const rules = new Map(monitoring.rules.map((rule) => [rule.name, rule]));
  const faults = required.flatMap((name) => {
    const rule = rules.get(name);
    if (rule === undefined) return [`${name} is not loaded`];
    if (!rule.isHealthy) return [`${name} cannot be evaluated`];
    return rule.hasRunbook ? [] : [`${name} has no runbook`];
  });
  const value = `${required.length - faults.length} of ${required.length} alerts of the platform`;
  const verdict = faults.length > 0 ? 'fail' : 'pass';
  const observation: Observation = {
    ...{ subject: 'prometheus', command: 'GET /api/v1/rules?type=alert', atMs: nowMs, value: clipped(value), verdict },
  };
  const more = faults.length > 3 ? ` and ${faults.length - 3} more` : '';
  const summary = faults.length > 0 ? `${faults.slice(0, 3).join(', ')}${more}` : `all ${required.length} are loaded`;
  return { status: verdict, summary, observations: [observation] };
}

/** Every round of the last day became an alert within five seconds. */
export function canaryRounds({ canary, nowMs }: Evidence): Measurement {
  if (canary === null) return notMeasured('no canary runs in the collector (CANARY_URL)');
  const { rounds, failed, slow, sinceMs } = canary;
  const since = new Date(sinceMs).toISOString();
  const value = `${rounds} rounds since ${since}, ${failed} failed, ${slow} took over 5 s`;
  const verdict = rounds === 0 ? 'not-measured' : failed + slow > 0 ? 'fail' : 'pass';
  const command = 'redoubt_canary_rounds_total, redoubt_canary_latency_seconds';
  const observations: Observation[] = [{ subject: 'compliance-reporter', command, atMs: nowMs, value, verdict }];
  if (rounds === 0) return notMeasured(`no round of the canary has ended since ${since}`, observations);
  return { status: verdict, summary: value, observations };
}
