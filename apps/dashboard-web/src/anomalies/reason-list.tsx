import type { AnomalyReason } from '@redoubt/contracts';
import { anomaliesText } from '../messages/anomalies.ts';

/** What a score is made of, in words, each with its part of the whole. */
export function ReasonList({ reasons }: { reasons: readonly AnomalyReason[] }) {
  if (reasons.length === 0) return <p className="text-sm text-muted">{anomaliesText.noReason}</p>;
  return (
    <ol className="flex flex-col gap-2">
      {reasons.map(({ code, aspect, text, share }) => (
        <li key={`${code}-${aspect}-${text}`} className="flex flex-col gap-1">
          <span className="flex items-baseline justify-between gap-3">
            <span className="wrap-anywhere">{text}</span>
            <span className="tabular shrink-0 text-xs text-muted">{anomaliesText.share(share)}</span>
          </span>
          <span aria-hidden className="h-1 overflow-hidden rounded-full bg-hover">
            <span className="block h-full rounded-full bg-accent/60" style={{ width: `${share * 100}%` }} />
          </span>
        </li>
      ))}
    </ol>
  );
}
