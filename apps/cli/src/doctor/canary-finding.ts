import { toError } from '@redoubt/contracts';
import { formatDuration } from '../output/duration.ts';
import { finding, type Finding, type FindingHead } from './finding.ts';

const head: FindingHead = {
  ...{ checkId: 'services.canary', area: 'services', title: 'A synthetic event becomes an alert again and again' },
  fix: 'redoubt canary run --key-file <file> says at which stage it stops; the log of compliance-reporter says canary_failed',
};
const timeoutMs = 2_000;
/** As the alert CanaryFails has it. */
const longestMs = 180_000;

/** What compliance-reporter's metrics say of its canary. */
export async function canaryFinding(address: string, nowMs: number): Promise<Finding> {
  try {
    const response = await fetch(new URL('/metrics', address), { signal: AbortSignal.timeout(timeoutMs) });
    return canaryFindingOf(await response.text(), nowMs);
  } catch (error) {
    return finding(head, 'unknown', toError(error).message);
  }
}

/** The same of a text in the exposition format of Prometheus. */
export function canaryFindingOf(metrics: string, nowMs: number): Finding {
  const last = numberOf(metrics, /^redoubt_canary_last_success_timestamp_seconds(?:\{[^}]*\})? (\S+)/m);
  if (last === undefined) {
    const fix = 'redoubt canary setup, then CANARY_URL of compliance-reporter: docs/how-to/deploy-to-production.md';
    return finding({ ...head, fix }, 'warn', 'no canary runs: a quiet platform and a broken one look alike');
  }
  const rounds = numberOf(metrics, /^redoubt_canary_rounds_total\{[^}]*result="ok"[^}]*\} (\S+)/m) ?? 0;
  const ageMs = Math.max(0, nowMs - last * 1_000);
  const text = rounds === 0 ? 'none came through yet' : `the last one came through ${formatDuration(ageMs)} ago`;
  return finding(head, ageMs > longestMs ? 'fail' : 'ok', text);
}

function numberOf(text: string, shape: RegExp): number | undefined {
  const value = Number(shape.exec(text)?.[1] ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}
