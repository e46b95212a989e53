import type { Alert } from '@redoubt/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../../format/format-number.ts';
import { alertDetailText } from '../../messages/alerts.ts';
import { dispositionText } from '../../messages/domain.ts';
import { PersonName } from '../../people/person-name.tsx';
import { Badge } from '../../ui/badge.tsx';
import { DrawerSection } from '../../ui/drawer.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { similarQuery } from './alert-queries.ts';

const VERDICTS = ['true_positive', 'false_positive', 'benign'] as const;
const TONES = { true_positive: 'danger', false_positive: 'warning', benign: 'good' } as const;

/** What people decided about alerts of this rule, and what else its source did. */
export function SeenBefore({ alert: { alertId } }: { alert: Alert }) {
  const { data, isPending } = useQuery(similarQuery(alertId));
  if (isPending) {
    return (
      <DrawerSection title={alertDetailText.seenBefore}>
        <SkeletonLines count={3} />
      </DrawerSection>
    );
  }
  if (!data) return null;
  const { closedAs, last } = data.byRule;
  const verdicts = VERDICTS.filter((verdict) => closedAs[verdict] > 0);
  return (
    <>
      <DrawerSection title={alertDetailText.seenBefore}>
        {verdicts.length === 0 && <p className="text-sm text-muted">{alertDetailText.neverJudged}</p>}
        <div className="flex flex-wrap gap-1.5">
          {verdicts.map((verdict) => (
            <Badge key={verdict} tone={TONES[verdict]}>
              {formatCount(closedAs[verdict])} {dispositionText[verdict].toLowerCase()}
            </Badge>
          ))}
        </div>
        <ul className="mt-2 flex flex-col gap-1.5">
          {last.map((one) => (
            <li key={one.alertId} className="text-sm">
              <Link
                from="/alerts"
                to="/alerts"
                search={(old) => ({ ...old, alert: one.alertId })}
                className="hover:underline"
              >
                {dispositionText[one.disposition]}
              </Link>
              <span className="text-muted">
                {' · '}
                {one.closedBy !== undefined && (
                  <>
                    <PersonName who={one.closedBy} />
                    {' · '}
                  </>
                )}
                <RelativeTime atMs={one.atMs} hasSuffix />
              </span>
              {one.note !== undefined && <p className="text-muted wrap-anywhere">{one.note}</p>}
            </li>
          ))}
        </ul>
      </DrawerSection>
      <DrawerSection title={alertDetailText.related}>
        {data.bySource.length === 0 && <p className="text-sm text-muted">{alertDetailText.noRelated}</p>}
        <ul className="-mx-2">
          {(data.bySource as Alert[]).map((one) => (
            <li key={one.alertId}>
              <Link
                from="/alerts"
                to="/alerts"
                search={(old) => ({ ...old, alert: one.alertId })}
                className="flex min-h-7 items-center gap-2 rounded-md px-2 text-sm hover:bg-hover"
              >
                <SeverityMark severity={one.severity} />
                <span className="min-w-0 flex-1 truncate">{one.title}</span>
                <StatusMark status={one.status} />
                <span className="w-12 text-right text-muted">
                  <RelativeTime atMs={one.lastSeenMs} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </DrawerSection>
    </>
  );
}
