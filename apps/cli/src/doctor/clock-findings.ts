import { formatDuration } from '../output/duration.ts';
import { finding, type DoctorArea, type Finding } from './finding.ts';

/** How far the clock of a server is from ours. */
export interface ClockReading {
  /** Address, or `PostgreSQL`. */
  of: string;
  /** Theirs less ours, ms. */
  skewMs: number;
  /** Half of the time the question took, ms: the skew is known no better than this. */
  uncertaintyMs: number;
}

const warnMs = 1_000;
/** Leases last 12 s; a clock further off tears them from their owners. */
const failMs = 5_000;

/** Reads one clock: `ask` resolves to epoch ms. */
export async function readClock(of: string, now: () => number, ask: () => Promise<number>): Promise<ClockReading> {
  const beforeMs = now();
  const theirsMs = await ask();
  const afterMs = now();
  return { of, skewMs: theirsMs - (beforeMs + afterMs) / 2, uncertaintyMs: (afterMs - beforeMs) / 2 };
}

/** Judges clocks among each other and against ours. */
export function clockFinding(area: DoctorArea, clocks: readonly ClockReading[]): Finding {
  const head = {
    ...{ checkId: `${area}.clock`, area, title: 'Clocks agree' },
    fix: 'let the machines named, and this one, take their time from NTP (chronyc tracking, timedatectl)',
  };
  if (clocks.length === 0) return finding(head, 'unknown', 'no clock could be read');
  const beyond = (limitMs: number): ClockReading[] =>
    clocks.filter(({ skewMs, uncertaintyMs }) => Math.abs(skewMs) - uncertaintyMs > limitMs);
  const off = beyond(warnMs);
  if (off.length === 0) {
    const most = Math.max(...clocks.map(({ skewMs }) => Math.abs(skewMs)));
    return finding(head, 'ok', `at most ${formatDuration(Math.round(most))} apart from this machine`);
  }
  const text = off.map(
    ({ of, skewMs }) => `${of} is ${formatDuration(Math.abs(Math.round(skewMs)))} ${skewMs > 0 ? 'ahead' : 'behind'}`,
  );
  // When all are off by the same, it is this machine.
  const isOurs = off.length === clocks.length && clocks.length > 1;
  const hint = isOurs ? '; it is this machine, if they agree with each other' : '';
  return finding(head, beyond(failMs).length > 0 ? 'fail' : 'warn', `${text.join(', ')}${hint}`);
}
