import type { AnomalyModel } from '../../anomalies/anomaly-queries.ts';
import { formatShare } from '../../format/format-number.ts';
import { anomaliesText } from '../../messages/anomalies.ts';
import { formatDuration } from '../../time/format-time.ts';
import { Badge } from '../../ui/badge.tsx';

interface ModelStateLineProps {
  state: NonNullable<AnomalyModel['model']>;
  drift: number | null;
}

const minuteMs = 60_000;
/** Above this what is usual has changed. */
const muchDrift = 0.2;

/** Whether the model still learns, what is left of its budget of alerts, and whether scores drift. */
export function ModelStateLine({ state, drift }: ModelStateLineProps) {
  const { isWarmingUp, warmUpEndsMs, learnedUntilMs, learnsSinceMs, events, verdicts } = state;
  const { budgetLeft, budgetPerDay } = state;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 text-xs text-muted">
      {isWarmingUp ? (
        <span title={anomaliesText.learningWhy}>
          <Badge tone="warning">
            {anomaliesText.learning(formatDuration(Math.max(minuteMs, warmUpEndsMs - learnedUntilMs)))}
          </Badge>
        </span>
      ) : (
        <span className="tabular">{anomaliesText.ready(events, formatDuration(learnedUntilMs - learnsSinceMs))}</span>
      )}
      {!isWarmingUp && <span className="tabular">{anomaliesText.budget(budgetLeft, budgetPerDay)}</span>}
      {verdicts > 0 && <span className="tabular">{anomaliesText.verdicts(verdicts)}</span>}
      {drift !== null && (
        <span className="ml-auto flex items-center gap-2" title={anomaliesText.driftWhy}>
          <span className={drift > muchDrift ? 'tabular text-medium' : 'tabular'}>
            {anomaliesText.drift(formatShare(drift))}
          </span>
          <span aria-hidden className="h-1 w-14 overflow-hidden rounded-full bg-hover">
            <span
              className={`block h-full rounded-full ${drift > muchDrift ? 'bg-medium' : 'bg-good'}`}
              style={{ width: `${drift * 100}%` }}
            />
          </span>
        </span>
      )}
    </div>
  );
}
