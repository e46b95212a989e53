import { getRouteApi } from '@tanstack/react-router';
import { ChevronRight, ShieldCheck } from 'lucide-react';
import { redisText } from '../../messages/redis.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/drawer.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { CheckMark } from './check-mark.tsx';
import type { Check } from './redis-queries.ts';

const route = getRouteApi('/app/redis');
const AREAS = Object.keys(redisText.areas) as Check['area'][];
/** The worst first, within an area. */
const ORDER: readonly Check['status'][] = ['fail', 'not_measured', 'pass', 'not_applicable'];

const isOpen = ({ status }: Check): boolean => status === 'fail' || status === 'not_measured';

/** Every check with what was seen and what to do, by area. */
export function ChecksCard({ checks }: { checks: readonly Check[] }) {
  const { checks: filter } = route.useSearch();
  const navigate = route.useNavigate();
  const open = checks.filter(isOpen);
  const shown = filter === 'open' ? open : checks;
  const change = (next: 'all' | 'open'): void =>
    void navigate({ search: (old) => ({ ...old, checks: next === 'open' ? next : undefined }), replace: true });
  return (
    <Card
      isFlush
      title={redisText.checks}
      actions={
        <Segmented
          label={redisText.checksFilter}
          value={filter ?? 'all'}
          options={[
            { value: 'all', label: redisText.checksAll(checks.length) },
            { value: 'open', label: redisText.checksOpen(open.length) },
          ]}
          onChange={change}
        />
      }
    >
      {shown.length === 0 ? (
        <EmptyState icon={ShieldCheck} title={redisText.checksDone} />
      ) : (
        AREAS.map((area) => (
          <Area
            key={area}
            area={area}
            all={checks.filter((check) => check.area === area)}
            shown={shown.filter((check) => check.area === area)}
          />
        ))
      )}
    </Card>
  );
}

function Area({ area, all, shown }: { area: Check['area']; all: readonly Check[]; shown: readonly Check[] }) {
  if (shown.length === 0) return null;
  const counted = all.filter(({ status }) => status !== 'not_applicable');
  const passed = counted.filter(({ status }) => status === 'pass').length;
  const rows = shown.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || b.weight - a.weight);
  return (
    <section aria-label={redisText.areas[area]} className="border-b border-line last:border-b-0">
      <div className="flex items-center gap-3 bg-sunken px-4 py-1.5">
        <h3 className="text-xs font-medium">{redisText.areas[area]}</h3>
        <span aria-hidden className="ml-auto h-1 w-16 overflow-hidden rounded-full bg-line">
          <span
            className="block h-full rounded-full bg-good"
            style={{ width: `${counted.length === 0 ? 0 : (passed / counted.length) * 100}%` }}
          />
        </span>
        <span className="tabular text-xs text-muted">{redisText.passed(passed, counted.length)}</span>
      </div>
      <ul>
        {rows.map((check) => (
          <CheckRow key={check.checkId} check={check} />
        ))}
      </ul>
    </section>
  );
}

function CheckRow({ check }: { check: Check }) {
  const { checkId, title, status, isCritical, weight, evidence, fix, nodes } = check;
  return (
    <li className="border-t border-line">
      <details className="group">
        <summary className="flex min-h-10 cursor-pointer list-none items-center gap-2.5 px-4 py-1.5 hover:bg-hover focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
          <CheckMark status={status} />
          <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3">
            <span className="text-sm">{title}</span>
            {isCritical && status === 'fail' && <Badge tone="danger">{redisText.critical}</Badge>}
            <span className="min-w-0 truncate text-xs text-muted sm:ml-auto sm:max-w-[55%]">{evidence}</span>
          </span>
          <ChevronRight aria-hidden className="size-4 shrink-0 text-faint transition-transform group-open:rotate-90" />
        </summary>
        <div className="px-4 pt-1 pb-3 sm:pl-10.5">
          <Facts
            rows={[
              [redisText.evidence, evidence],
              ...(nodes && nodes.length > 0
                ? ([
                    [
                      redisText.nodes,
                      <span key="n" className="code">
                        {nodes.join(', ')}
                      </span>,
                    ],
                  ] as const)
                : []),
              ...(status === 'pass' ? [] : ([[redisText.fix, fix]] as const)),
              [redisText.weight, isCritical ? `${weight}, ${redisText.critical.toLowerCase()}` : String(weight)],
              [
                redisText.checkId,
                <span key="i" className="code">
                  {checkId}
                </span>,
              ],
            ]}
          />
        </div>
      </details>
    </li>
  );
}
