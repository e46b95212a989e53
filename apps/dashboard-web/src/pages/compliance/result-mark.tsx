import clsx from 'clsx';
import { CircleCheck, CircleDashed, CircleDot, CircleMinus, CircleUserRound, CircleX, Hourglass } from 'lucide-react';
import { complianceText } from '../../messages/compliance.ts';
import type { Check, Control } from './compliance-queries.ts';

const MARKS = {
  pass: [CircleCheck, 'text-good', complianceText.statuses.pass],
  fail: [CircleX, 'text-critical', complianceText.statuses.fail],
  'not-measured': [CircleDashed, 'text-medium', complianceText.statuses['not-measured']],
  'not-applicable': [CircleMinus, 'text-faint', complianceText.statuses['not-applicable']],
  manual: [CircleUserRound, 'text-muted', complianceText.statuses.manual],
  waived: [Hourglass, 'text-medium', complianceText.statuses.waived],
  supported: [CircleCheck, 'text-good', complianceText.controlStatuses.supported],
  partial: [CircleDot, 'text-medium', complianceText.controlStatuses.partial],
  exception: [CircleX, 'text-critical', complianceText.controlStatuses.exception],
  none: [CircleDashed, 'text-muted', complianceText.controlStatuses.none],
} as const;

/** How a check or a control ended, by colour, shape and word. */
export function ResultMark({
  status,
  hasWord = false,
}: {
  status: Check['status'] | Control['status'];
  hasWord?: boolean;
}) {
  const [Icon, color, word] = MARKS[status];
  return (
    <span className={clsx('inline-flex shrink-0 items-center gap-1.5 align-middle whitespace-nowrap', color)}>
      <Icon aria-hidden className="size-4" strokeWidth={1.75} />
      <span className={hasWord ? 'text-sm' : 'sr-only'}>{word}</span>
    </span>
  );
}
