import clsx from 'clsx';
import { CircleCheck, CircleDashed, CircleMinus, CircleX } from 'lucide-react';
import { redisText } from '../../messages/redis.ts';
import type { Check } from './redis-queries.ts';

const MARKS = {
  pass: [CircleCheck, 'text-good'],
  fail: [CircleX, 'text-critical'],
  not_measured: [CircleDashed, 'text-medium'],
  not_applicable: [CircleMinus, 'text-faint'],
} as const;

/** How a check stands by colour, shape and word. */
export function CheckMark({ status, hasWord = false }: { status: Check['status']; hasWord?: boolean }) {
  const [Icon, color] = MARKS[status];
  return (
    <span className={clsx('inline-flex shrink-0 items-center gap-1.5 whitespace-nowrap', color)}>
      <Icon aria-hidden className="size-4" strokeWidth={1.75} />
      <span className={hasWord ? 'text-sm' : 'sr-only'}>{redisText.statuses[status]}</span>
    </span>
  );
}
