import { getRouteApi } from '@tanstack/react-router';
import { ShieldOff } from 'lucide-react';
import { useMemo } from 'react';
import { TimeSeries } from '../../charts/time-series.tsx';
import { formatCount } from '../../format/format-number.ts';
import { redisText } from '../../messages/redis.ts';
import { Badge } from '../../ui/badge.tsx';
import { FilterMany, FilterOne } from '../../ui/filter-menu.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { Refusal } from './redis-queries.ts';
import { REFUSAL_REASONS, type RedisSearch } from './redis-search.ts';
import { filterRefusals, refusalsByHour } from './refusal-filter.ts';

const route = getRouteApi('/app/redis');
const unfiltered = '';
const { refusalColumns } = redisText;

const objectOf = ({ object, context }: Refusal): string =>
  context === 'toplevel' || context === '' ? object : `${object} ${redisText.context(context)}`;

const COLUMNS: readonly Column<Refusal>[] = [
  { id: 'when', title: refusalColumns.when, width: '64px', cell: ({ atMs }) => <RelativeTime atMs={atMs} /> },
  { id: 'what', title: refusalColumns.what, width: '92px', cell: ({ reason }) => <Reason reason={reason} /> },
  {
    id: 'user',
    title: refusalColumns.user,
    width: 'minmax(110px,1fr)',
    cell: ({ user }) => <span className="truncate font-medium">{user}</span>,
  },
  {
    id: 'object',
    title: refusalColumns.object,
    width: 'minmax(160px,2fr)',
    cell: (refusal) => <span className="code truncate">{objectOf(refusal)}</span>,
  },
  {
    id: 'from',
    title: refusalColumns.from,
    width: '120px',
    minTableWidth: 760,
    cell: ({ clientAddress }) => <span className="code truncate text-muted">{clientAddress || '–'}</span>,
  },
  {
    id: 'node',
    title: refusalColumns.node,
    width: '140px',
    minTableWidth: 900,
    cell: ({ node }) => <span className="code truncate text-muted">{node}</span>,
  },
  {
    id: 'count',
    title: refusalColumns.count,
    width: '64px',
    align: 'end',
    cell: ({ count }) => <span className="tabular">{formatCount(count)}</span>,
  },
];

function Reason({ reason }: { reason: Refusal['reason'] }) {
  return <Badge tone={reason === 'auth' ? 'danger' : 'warning'}>{redisText.reasons[reason]}</Badge>;
}

/** What users were refused: by hour, and one by one. */
export function RefusalsView({ refusals, atMs }: { refusals: readonly Refusal[]; atMs: number }) {
  const search = route.useSearch();
  const rows = useMemo(() => filterRefusals(refusals, search), [refusals, search]);
  const { timesMs, counts } = useMemo(() => refusalsByHour(rows, atMs), [rows, atMs]);
  if (refusals.length === 0) {
    return (
      <EmptyState icon={ShieldOff} title={redisText.refusalsNone} text={redisText.refusalsNoneText} className="py-16" />
    );
  }
  return (
    <>
      <div className="border-b border-line p-4">
        <TimeSeries
          label={redisText.refusalsTimeline}
          heightPx={110}
          timesMs={timesMs}
          series={[{ name: redisText.refusals, color: 'medium', values: counts }]}
          isStacked
          format={formatCount}
        />
      </div>
      <div className="flex h-[calc(100dvh-380px)] min-h-80 flex-col">
        <DataTable
          label={redisText.refusals}
          columns={COLUMNS}
          rows={rows}
          rowId={idOf}
          rowLabel={(one) => redisText.refusedBy(one.object, one.user)}
          narrow={(refusal) => <NarrowRefusal refusal={refusal} />}
          empty={<EmptyState icon={ShieldOff} title={redisText.refusalsNoMatch} />}
        />
      </div>
    </>
  );
}

function idOf({ atMs, node, user, reason, object, context, clientAddress }: Refusal): string {
  return [atMs, node, user, reason, object, context, clientAddress].join(' ');
}

function NarrowRefusal({ refusal }: { refusal: Refusal }) {
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
      <span className="flex items-center gap-2">
        <Reason reason={refusal.reason} />
        <span className="code truncate">{objectOf(refusal)}</span>
        <span className="tabular ml-auto text-xs text-muted">× {formatCount(refusal.count)}</span>
      </span>
      <span className="truncate text-xs text-muted">
        {refusal.user} · {refusal.clientAddress} · <RelativeTime atMs={refusal.atMs} />
      </span>
    </div>
  );
}

/** By what, who and where. */
export function RefusalFilters({ refusals }: { refusals: readonly Refusal[] }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Partial<Record<keyof RedisSearch, unknown>>): void =>
    void navigate({ search: (old) => ({ ...old, ...next }) as RedisSearch, replace: true });
  const choice = (words: readonly string[], anyLabel: string) => [
    { value: unfiltered, label: anyLabel },
    ...words.map((word) => ({ value: word, label: word })),
  ];
  const users = [...new Set(refusals.map(({ user }) => user))].toSorted();
  const nodes = [...new Set(refusals.map(({ node }) => node))].toSorted();
  return (
    <>
      <FilterMany
        label={redisText.byReason}
        options={REFUSAL_REASONS.map((value) => ({ value, label: redisText.reasons[value] }))}
        values={search.reason}
        onChange={(reason) => change({ reason })}
      />
      <FilterOne
        label={redisText.byUser}
        value={search.by ?? unfiltered}
        quietValue={unfiltered}
        options={choice(users, redisText.anyUser)}
        onChange={(by) => change({ by: by || undefined })}
      />
      <FilterOne
        label={redisText.byNode}
        value={search.node ?? unfiltered}
        quietValue={unfiltered}
        options={choice(nodes, redisText.anyNode)}
        onChange={(node) => change({ node: node || undefined })}
      />
    </>
  );
}
