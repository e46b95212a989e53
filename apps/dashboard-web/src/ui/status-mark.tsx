import type { AlertStatus, IncidentStatus } from '@redoubt/contracts';
import clsx from 'clsx';
import { statusText } from '../messages/domain.ts';

export type CaseStatus = AlertStatus | IncidentStatus;

const ring = <circle cx="7" cy="7" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.8" />;
const check = <path d="m4.8 7.1 1.6 1.6 2.9-3.2" fill="none" stroke="currentColor" strokeWidth="1.5" />;
const solid = <circle cx="7" cy="7" r="5.2" fill="currentColor" />;

const MARKS: Readonly<Record<CaseStatus, readonly [color: string, shape: React.ReactElement | null]>> = {
  firing: ['text-accent-text', solid],
  acknowledged: ['text-accent-text', ring],
  resolved: [
    'text-good',
    <>
      {ring}
      {check}
    </>,
  ],
  closed: ['text-faint', null],
  open: ['text-accent-text', solid],
  investigating: ['text-accent-text', ring],
};

/** Where an alert or incident stands: solid, ring, ring with a check, or muted text alone. */
export function StatusMark({ status }: { status: CaseStatus }) {
  const [color, shape] = MARKS[status];
  return (
    <span className={clsx('inline-flex items-center gap-1.5 whitespace-nowrap', shape === null && 'text-faint')}>
      {shape && (
        <svg aria-hidden viewBox="0 0 14 14" className={clsx('size-3 shrink-0', color)}>
          {shape}
        </svg>
      )}
      {statusText[status]}
    </span>
  );
}
