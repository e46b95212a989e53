import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { complianceText } from '../../messages/compliance.ts';
import { useMay } from '../../session/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/drawer.tsx';
import { Moment } from '../../ui/relative-time.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { evidenceQuery, type Check, type Exception, type Observation } from './compliance-queries.ts';
import { ResultMark } from './result-mark.tsx';
import { WaiverNote } from './waiver-note.tsx';

interface CheckItemProps {
  check: Check;
  /** Why it counts for the control. */
  why: string;
  /** Waivers and attestations of it that are good now. */
  exceptions: readonly Exception[];
  onExcept: (kind: Exception['kind']) => void;
}

/** A check with what was found; opened, with its evidence and what can be done. */
export function CheckItem({ check, why, exceptions, onExcept }: CheckItemProps) {
  const [isOpen, setOpen] = useState(false);
  const mayExcept = useMay('platform:write');
  const { checkId, title, status, rank, summary, fix, period, attestDays } = check;
  const isFailing = status === 'fail';
  const kind = isFailing ? 'waiver' : attestDays === undefined ? undefined : 'attestation';
  return (
    <li className="border-t border-line first:border-t-0">
      <details className="group" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="flex min-h-10 cursor-pointer list-none items-center gap-2.5 rounded-sm py-1.5 hover:bg-hover [&::-webkit-details-marker]:hidden">
          <ResultMark status={status} />
          <span className="min-w-0 flex-1">
            <span className="block text-sm">{title}</span>
            <span className="block truncate text-xs text-muted">{summary}</span>
          </span>
          {isFailing && rank === 'critical' && <Badge tone="danger">{complianceText.ranks.critical}</Badge>}
          <ChevronRight aria-hidden className="size-4 shrink-0 text-faint transition-transform group-open:rotate-90" />
        </summary>
        <div className="flex flex-col gap-3 pt-1 pb-4">
          <Facts
            rows={[
              [complianceText.found, summary],
              [complianceText.why, why],
              ...(status === 'pass' ? [] : ([[complianceText.fix, fix]] as const)),
              [complianceText.severity, complianceText.ranks[rank]],
              [complianceText.period, complianceText.periodOf(period.passed, period.runs)],
              [
                complianceText.checkId,
                <span key="i" className="code">
                  {checkId}
                </span>,
              ],
            ]}
          />
          {exceptions.map((one) => (
            <WaiverNote key={one.exceptionId} exception={one} />
          ))}
          {kind && mayExcept && exceptions.length === 0 && (
            <Button size="sm" className="self-start" onClick={() => onExcept(kind)}>
              {complianceText.exceptions[kind].button}
            </Button>
          )}
          {isOpen && <Evidence checkId={checkId} />}
        </div>
      </details>
    </li>
  );
}

function Evidence({ checkId }: { checkId: string }) {
  const { data, error, refetch } = useQuery(evidenceQuery(checkId));
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <SkeletonLines count={3} />;
  const { observations } = data.check;
  return (
    <section aria-label={complianceText.evidence}>
      <h4 className="mb-1 text-xs font-medium text-muted">{complianceText.evidence}</h4>
      {observations.length === 0 ? (
        <p className="text-sm text-muted">{complianceText.evidenceNone}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {observations.map((one, index) => (
            <Seen key={index} observation={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Seen({ observation: { subject, command, atMs, value, verdict } }: { observation: Observation }) {
  return (
    <li className="rounded-md border border-line bg-sunken px-3 py-2 text-xs">
      <div className="flex flex-wrap items-center gap-x-2">
        <ResultMark status={verdict} />
        <span className="font-medium wrap-anywhere">{subject}</span>
        <span className="text-muted sm:ml-auto">
          <Moment atMs={atMs} />
        </span>
      </div>
      <p className="code mt-1 wrap-anywhere text-muted">{command}</p>
      <p className="code mt-0.5 wrap-anywhere whitespace-pre-wrap">{value ?? complianceText.noAnswer}</p>
    </li>
  );
}
