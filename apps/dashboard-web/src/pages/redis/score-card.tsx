import clsx from 'clsx';
import { TriangleAlert } from 'lucide-react';
import { formatShare } from '../../format/format-number.ts';
import { redisText } from '../../messages/redis.ts';
import type { Posture } from './redis-queries.ts';

const radius = 44;
const around = 2 * Math.PI * radius;
const good = 85;
const fair = 60;

/** The score as one figure, what holds it down, and how it comes about. */
export function ScoreCard({ score, label = redisText.score }: { score: Posture['score']; label?: string }) {
  const { value, measuredShare, formula, isCapped } = score;
  const grade = value === null ? undefined : gradeOf(value);
  return (
    <section
      aria-label={label}
      className="flex flex-col gap-3 rounded-lg border border-line bg-card p-4 shadow-(--shadow-card)"
    >
      <div className="flex items-center gap-4">
        <Ring value={value} title={`${formula} ${redisText.formulaText}`} color={grade?.color ?? 'text-faint'} />
        <div className="min-w-0">
          <div className="text-xs text-muted">{label}</div>
          <div className={clsx('text-lg font-semibold', grade?.color ?? 'text-muted')}>
            {grade?.word ?? redisText.scoreNone}
          </div>
          <div className="text-xs text-muted">{redisText.measuredShare(formatShare(measuredShare))}</div>
        </div>
      </div>
      {isCapped && (
        <p className="flex items-center gap-1.5 text-xs text-critical">
          <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
          {redisText.capped}
        </p>
      )}
      <details className="mt-auto text-xs text-muted">
        <summary className="w-fit cursor-pointer rounded-sm py-1 hover:text-fg">{redisText.formula}</summary>
        <p className="tabular mt-1 text-fg">{formula}</p>
        <p className="mt-1">{redisText.formulaText}</p>
      </details>
    </section>
  );
}

function gradeOf(value: number): { word: string; color: string } {
  if (value >= good) return { word: redisText.scoreWords.good, color: 'text-good' };
  if (value >= fair) return { word: redisText.scoreWords.fair, color: 'text-medium' };
  return { word: redisText.scoreWords.poor, color: 'text-critical' };
}

function Ring({ value, title, color }: { value: number | null; title: string; color: string }) {
  return (
    <div
      role="img"
      aria-label={value === null ? redisText.scoreNone : redisText.scoreOf(value)}
      title={title}
      className="relative size-24 shrink-0"
    >
      <svg aria-hidden viewBox="0 0 100 100" className={clsx('size-full -rotate-90', color)}>
        <circle cx="50" cy="50" r={radius} fill="none" strokeWidth="8" className="stroke-hover" />
        <circle
          cx="50"
          cy="50"
          r={radius}
          fill="none"
          stroke="currentColor"
          strokeWidth="8"
          strokeLinecap="round"
          strokeDasharray={`${((value ?? 0) / 100) * around} ${around}`}
          opacity={value === null ? 0 : 1}
        />
      </svg>
      <span
        aria-hidden
        className="tabular absolute inset-0 grid place-items-center text-2xl font-semibold tracking-tight"
      >
        {value ?? '–'}
      </span>
    </div>
  );
}
