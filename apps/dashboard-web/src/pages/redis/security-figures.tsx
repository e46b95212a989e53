import clsx from 'clsx';
import { Minus, TrendingDown, TrendingUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Sparkline } from '../../charts/sparkline.tsx';
import { formatCount, formatShare } from '../../format/format-number.ts';
import { redisText } from '../../messages/redis.ts';
import { Stat } from '../../ui/stat.tsx';
import type { Posture } from './redis-queries.ts';

const quietChange = 0.0005;

/** What one looks at first, beside the score. */
export function SecurityFigures({ posture }: { posture: Posture }) {
  const { authentication, denied, incidents24h, sessions, level, overhead } = posture;
  const { failures24h, failuresPerHour, successRate, successes24h, trend } = authentication;
  return (
    <div className="grid min-w-0 grid-cols-2 gap-3 md:grid-cols-3">
      <Stat
        label={redisText.successRate}
        value={successRate === null ? '–' : percentOf(successRate)}
        note={
          <span title={redisText.attempts(formatCount(successes24h + failures24h))}>
            <Change change={authentication.successRateChange} />
          </span>
        }
      />
      <Stat
        label={redisText.failures}
        value={formatCount(failures24h)}
        note={
          <Trend direction={trend} isGood={trend === 'down'} isBad={trend === 'up'}>
            {redisText.trends[trend]}
          </Trend>
        }
        aside={
          <span className="max-sm:hidden">
            <Sparkline label={redisText.loginChartLabel} values={failuresPerHour} width={72} color="critical" />
          </span>
        }
      />
      <Stat label={redisText.denied} value={formatCount(denied.total24h)} note={redisText.deniedNote} />
      <Stat label={redisText.incidents} value={formatCount(incidents24h)} note={redisText.incidentsNote} />
      <Stat
        label={redisText.sessions}
        value={formatCount(sessions.active)}
        note={
          <span className={clsx(sessions.plain > 0 && 'text-medium')}>
            {redisText.sessionsTls(sessions.tls, sessions.active)}
          </span>
        }
      />
      <Stat
        label={redisText.level}
        value={
          <span title={redisText.levelHints[level]} className="max-sm:text-lg">
            {redisText.levels[level]}
          </span>
        }
        note={
          overhead.commandShare === null
            ? redisText.overheadUnknown
            : redisText.overhead(formatShare(overhead.commandShare))
        }
      />
    </div>
  );
}

/** Of rates that are near the whole: `99.63 %`. */
function percentOf(rate: number): string {
  const percent = rate * 100;
  return `${percent >= 99 && percent < 100 ? (Math.floor(percent * 100) / 100).toFixed(2) : Math.round(percent)} %`;
}

function Change({ change }: { change: number | null }) {
  if (change === null || Math.abs(change) < quietChange) {
    return <Trend direction="flat">{redisText.rateFlat}</Trend>;
  }
  const points = `${change > 0 ? '+' : '−'}${Math.abs(change * 100).toFixed(2)}`;
  return (
    <Trend direction={change > 0 ? 'up' : 'down'} isGood={change > 0} isBad={change < 0}>
      {redisText.rateChange(points)}
    </Trend>
  );
}

const ICONS = { up: TrendingUp, down: TrendingDown, flat: Minus };

interface TrendProps {
  direction: keyof typeof ICONS;
  isGood?: boolean;
  isBad?: boolean;
  children: ReactNode;
}

function Trend({ direction, isGood = false, isBad = false, children }: TrendProps) {
  const Icon = ICONS[direction];
  return (
    <span className={clsx('inline-flex items-center gap-1', isGood && 'text-good', isBad && 'text-medium')}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {children}
    </span>
  );
}
