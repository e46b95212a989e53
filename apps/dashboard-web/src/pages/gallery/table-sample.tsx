import type { AlertStatus, Severity } from '@redoubt/contracts';
import { useState } from 'react';
import { say } from '../../ui/toast.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SEVERITIES_DOWN, SeverityMark } from '../../ui/severity-mark.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';

interface Row {
  id: string;
  severity: Severity;
  status: AlertStatus;
  title: string;
  source: string;
  asset: string;
  count: number;
  atMs: number;
  assignee?: string;
}

const TITLES = [
  'SSH brute force',
  'Impossible travel',
  'SQL injection',
  'New admin account',
  'Port scan',
  'Password spraying',
];
const STATUSES = ['firing', 'firing', 'acknowledged', 'resolved', 'closed'] as const;
const startMs = Date.now();

const rows = Array.from({ length: 10_000 }, (_, index): Row => {
  const source = `203.0.113.${(index * 37) % 254}`;
  return {
    id: `row-${index}`,
    severity: SEVERITIES_DOWN[(index * 7) % 5] ?? 'low',
    status: STATUSES[(index * 3) % 5] ?? 'firing',
    title: `${TITLES[index % TITLES.length]} from ${source}`,
    source,
    asset: `bastion-${(index % 9) + 1}`,
    count: ((index * 131) % 3_000) + 1,
    atMs: startMs - index * 47_000,
    ...(index % 3 === 0 ? { assignee: 'Robin Vale' } : {}),
  };
});

const columns: readonly Column<Row>[] = [
  {
    id: 'severity',
    title: 'Sev',
    width: '48px',
    isSortable: true,
    cell: ({ severity }) => <SeverityMark severity={severity} />,
  },
  {
    id: 'title',
    title: 'Title',
    width: 'minmax(200px,3fr)',
    cell: ({ title }) => <span className="font-medium">{title}</span>,
  },
  {
    id: 'source',
    title: 'Source',
    width: 'minmax(120px,1fr)',
    minTableWidth: 760,
    cell: ({ source }) => <span className="code">{source}</span>,
  },
  { id: 'asset', title: 'Asset', width: 'minmax(90px,1fr)', minTableWidth: 900, cell: ({ asset }) => asset },
  { id: 'count', title: 'Count', width: '80px', align: 'end', cell: ({ count }) => count.toLocaleString('en') },
  { id: 'seen', title: 'Last seen', width: '88px', align: 'end', cell: ({ atMs }) => <RelativeTime atMs={atMs} /> },
  {
    id: 'assignee',
    title: 'Assignee',
    width: '120px',
    minTableWidth: 900,
    cell: ({ assignee }) => assignee ?? <span className="text-faint">–</span>,
  },
  { id: 'status', title: 'Status', width: '128px', cell: ({ status }) => <StatusMark status={status} /> },
];

export function TableSample() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['row-1', 'row-2']));
  const [fresh, setFresh] = useState(3);
  const [opened, setOpened] = useState<string>();
  return (
    <div className="flex h-120 flex-col overflow-hidden rounded-lg border border-line">
      <DataTable
        label="Alerts"
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        rowLabel={({ title }) => title}
        narrow={narrowRow}
        selected={selected}
        onSelect={setSelected}
        openId={opened}
        onOpen={({ id }) => setOpened(id)}
        sort={{ column: 'severity', isDescending: true }}
        onSort={() => undefined}
        actions={[
          {
            keys: 'e',
            label: 'Acknowledge',
            run: (chosen) => say(`Acknowledged ${chosen.length} alerts`, { undo: () => undefined }),
          },
        ]}
        fresh={{ count: fresh, one: 'alert', onShow: () => setFresh(0) }}
        totalCount={12_345}
        empty={<EmptyState title="No alerts" />}
      />
    </div>
  );
}

function narrowRow({ severity, title, status, atMs, count }: Row) {
  return (
    <div className="flex flex-col gap-0.5">
      <div className="flex items-center gap-2">
        <SeverityMark severity={severity} />
        <span className="truncate font-medium">{title}</span>
      </div>
      <div className="tabular flex gap-3 text-xs text-muted">
        <StatusMark status={status} />
        <span>{count}</span>
        <RelativeTime atMs={atMs} hasSuffix />
      </div>
    </div>
  );
}
