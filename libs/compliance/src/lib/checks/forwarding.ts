import type { Measurement, Observation } from '../check.ts';
import type { Evidence, SinkSeen } from '../evidence.ts';
import { clipped, notMeasured } from '../measure.ts';

const MAX_SILENCE_MS = 300_000;
const MAX_WAITING = 100_000;

/** Every sink that is on takes what comes: the last success is no older than five minutes while something waits. */
export function forwarding({ sinks, nowMs }: Evidence): Measurement {
  if (sinks === null) return notMeasured('the state of sinks could not be read');
  const seen = sinks.map((sink) => ({ sink, ...judge(sink, nowMs) }));
  const observations = seen.map(({ sink, text, verdict }): Observation => ({
    ...{ subject: `sink ${sink.name}`, command: 'XINFO GROUPS; HGETALL {org}:sink:<id>', atMs: nowMs },
    ...{ value: clipped(text), verdict },
  }));
  const on = sinks.filter(({ isEnabled, isDetached }) => isEnabled || isDetached);
  if (on.length === 0) {
    const summary = sinks.length === 0 ? 'no sink is set up' : 'every sink is paused';
    return { status: 'fail', summary: `${summary}: nothing reaches another system`, observations };
  }
  const failed = seen.filter(({ verdict }) => verdict === 'fail');
  if (failed.length > 0) {
    const names = failed.slice(0, 3).map(({ sink, text }) => `${sink.name}: ${text}`);
    const more = failed.length > 3 ? ` and ${failed.length - 3} more` : '';
    return { status: 'fail', summary: `${names.join('; ')}${more}`, observations };
  }
  const untold = seen.filter(({ verdict }) => verdict === 'not-measured').filter(({ sink }) => sink.isEnabled);
  if (untold.length > 0) {
    return notMeasured(`not known of ${untold.map(({ sink }) => sink.name).join(', ')}`, observations);
  }
  return {
    status: 'pass',
    summary: on.length === 1 ? 'the sink takes what comes' : `all ${on.length} sinks take what comes`,
    observations,
  };
}

function judge(sink: SinkSeen, nowMs: number): { text: string; verdict: Observation['verdict'] } {
  const { isEnabled, isDetached, waitingEntries, lastSuccessMs, lastError } = sink;
  if (isDetached) return { text: 'taken off, too far behind', verdict: 'fail' };
  if (!isEnabled) return { text: 'paused', verdict: 'not-measured' };
  if (waitingEntries === null) return { text: 'what waits is not known', verdict: 'not-measured' };
  const last = lastSuccessMs === null ? 'never' : new Date(lastSuccessMs).toISOString();
  const error = lastError === null ? '' : `, last error ${lastError}`;
  const text = `${waitingEntries} entries wait, last success ${last}${error}`;
  const isSilent = waitingEntries > 0 && nowMs - (lastSuccessMs ?? 0) > MAX_SILENCE_MS;
  return { text, verdict: isSilent || waitingEntries > MAX_WAITING ? 'fail' : 'pass' };
}
