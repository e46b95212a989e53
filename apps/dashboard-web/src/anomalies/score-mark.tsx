import clsx from 'clsx';
import { anomaliesText } from '../messages/anomalies.ts';

/** An anomaly score: its number on a ground that grows with it. */
export function ScoreMark({ score }: { score: number }) {
  return (
    <span
      title={anomaliesText.noteWhy}
      className={clsx(
        'tabular inline-flex h-5 w-8 shrink-0 items-center justify-center rounded-sm text-xs font-medium',
        toneOf(score),
      )}
    >
      <span className="sr-only">{anomaliesText.score} </span>
      {Math.round(score)}
    </span>
  );
}

function toneOf(score: number): string {
  if (score >= 90) return 'bg-accent/25 text-accent-text';
  return score >= 75 ? 'bg-accent/15 text-accent-text' : 'bg-hover text-muted';
}
