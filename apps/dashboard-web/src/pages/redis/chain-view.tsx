import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Link2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { nextPage } from '../../api/next-page.ts';
import { redisText } from '../../messages/redis.ts';
import { Copyable } from '../../ui/copy-button.tsx';
import { Drawer, DrawerSection, Facts } from '../../ui/drawer.tsx';
import { FilterOne } from '../../ui/filter-menu.tsx';
import { JsonTree } from '../../ui/json-tree.tsx';
import { Moment, RelativeTime } from '../../ui/relative-time.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { chainQuery, type ChainRecord } from './redis-queries.ts';

const route = getRouteApi('/app/redis');
const unfiltered = '';
const { chainColumns } = redisText;

const kindText = (kind: string): string => redisText.kinds[kind] ?? kind.replaceAll('_', ' ');

const COLUMNS: readonly Column<ChainRecord>[] = [
  { id: 'when', title: chainColumns.when, width: '64px', cell: ({ atMs }) => <RelativeTime atMs={atMs} /> },
  {
    id: 'kind',
    title: chainColumns.kind,
    width: 'minmax(140px,1fr)',
    cell: ({ kind }) => <span className="truncate">{kindText(kind)}</span>,
  },
  {
    id: 'user',
    title: chainColumns.user,
    width: 'minmax(110px,1fr)',
    cell: ({ user }) => <span className="truncate font-medium">{user ?? '–'}</span>,
  },
  {
    id: 'node',
    title: chainColumns.node,
    width: '150px',
    minTableWidth: 720,
    cell: ({ node }) => <span className="code truncate text-muted">{node ?? ''}</span>,
  },
  {
    id: 'actor',
    title: chainColumns.actor,
    width: 'minmax(120px,1fr)',
    minTableWidth: 640,
    cell: ({ actor }) => <span className="truncate text-muted">{actor ?? 'acl-manager'}</span>,
  },
];

/** The chain of the installation, as far back as it goes. */
export function ChainView() {
  const { kind } = route.useSearch();
  const query = useInfiniteQuery(chainQuery(kind));
  const rows = useMemo(() => query.data?.pages.flatMap(({ records }) => records) ?? [], [query.data]);
  const [shown, setShown] = useState<ChainRecord>();
  if (query.isError && rows.length === 0) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <div className="flex h-[calc(100dvh-300px)] min-h-96 flex-col">
      <DataTable
        label={redisText.chain}
        columns={COLUMNS}
        rows={rows}
        rowId={({ seq }) => String(seq)}
        rowLabel={({ seq, kind: what }) => `${redisText.chainRecord(seq)}: ${kindText(what)}`}
        narrow={(record) => <NarrowRecord record={record} />}
        openId={shown && String(shown.seq)}
        onOpen={setShown}
        onEndReached={nextPage(query)}
        isLoading={query.isPending}
        isStale={query.isPlaceholderData}
        empty={<EmptyState icon={Link2} title={redisText.chainNone} text={redisText.chainText} />}
      />
      <RecordDrawer record={shown} onClose={() => setShown(undefined)} />
    </div>
  );
}

function NarrowRecord({ record: { kind, user, node, atMs } }: { record: ChainRecord }) {
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
      <span className="flex items-center gap-2">
        <span className="truncate">{kindText(kind)}</span>
        <span className="ml-auto text-xs text-muted">
          <RelativeTime atMs={atMs} />
        </span>
      </span>
      <span className="truncate text-xs text-muted">{[user, node].filter(Boolean).join(' · ') || '–'}</span>
    </div>
  );
}

export function ChainFilter() {
  const { kind = unfiltered } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <FilterOne
      label={redisText.kind}
      value={kind}
      quietValue={unfiltered}
      options={[
        { value: unfiltered, label: redisText.anyKind },
        ...Object.entries(redisText.kinds).map(([value, label]) => ({ value, label })),
      ]}
      onChange={(next) => void navigate({ search: (old) => ({ ...old, kind: next || undefined }), replace: true })}
    />
  );
}

function RecordDrawer({ record, onClose }: { record: ChainRecord | undefined; onClose: () => void }) {
  return (
    <Drawer
      isOpen={record !== undefined}
      onClose={onClose}
      title={record ? kindText(record.kind) : ''}
      eyebrow={record && redisText.chainRecord(record.seq)}
    >
      {record && (
        <>
          <DrawerSection>
            <Facts
              rows={[
                [chainColumns.when, <Moment key="w" atMs={record.atMs} hasMillis />],
                [chainColumns.user, record.user ?? '–'],
                [chainColumns.node, record.node ?? '–'],
                [chainColumns.actor, record.actor ?? 'acl-manager'],
                [redisText.reason, record.reason ?? '–'],
                [redisText.chainHash, <Copyable key="h" text={record.hash} shown={record.hash.slice(0, 16)} />],
              ]}
            />
          </DrawerSection>
          <DrawerSection title={redisText.chainDetail}>
            <JsonTree text={JSON.stringify(record.detail)} />
          </DrawerSection>
        </>
      )}
    </Drawer>
  );
}
