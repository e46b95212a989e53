import type { Alert } from '@redoubt/contracts';
import { Layers } from 'lucide-react';
import { useMemo } from 'react';
import { formatCount } from '../../format/format-number.ts';
import { alertsText } from '../../messages/alerts.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { AlertsSearch } from './alerts-search.ts';
import { groupAlerts, type AlertGroup, type GroupBy } from './group-alerts.ts';

interface AlertGroupsProps {
  by: GroupBy;
  rows: readonly Alert[];
  isLoading: boolean;
  /** Shows the alerts of a group. */
  onOpen: (filter: Partial<AlertsSearch>) => void;
}

const columnsOf = (by: GroupBy): Column<AlertGroup>[] => [
  {
    id: 'severity',
    title: '',
    label: alertsText.severity,
    width: '28px',
    cell: ({ worst }) => <SeverityMark severity={worst} />,
  },
  { id: 'name', title: alertsText.groups[by], width: 'minmax(180px,4fr)', cell: (group) => <GroupName {...group} /> },
  {
    id: 'alerts',
    title: alertsText.list,
    width: '96px',
    align: 'end',
    cell: ({ alertCount }) => <Figure value={alertCount} />,
  },
  {
    id: 'events',
    title: alertsText.count,
    width: '96px',
    align: 'end',
    minTableWidth: 480,
    cell: ({ eventCount }) => <Figure value={eventCount} />,
  },
  {
    id: 'newest',
    title: alertsText.newest,
    width: '96px',
    align: 'end',
    cell: ({ newestMs }) => <RelativeTime atMs={newestMs} />,
  },
];

/** The list folded by what alerts have in common; a group opens as the list of its alerts. */
export function AlertGroups({ by, rows, isLoading, onOpen }: AlertGroupsProps) {
  const columns = useMemo(() => columnsOf(by), [by]);
  const groups = useMemo(() => groupAlerts(rows, by), [rows, by]);
  return (
    <>
      <DataTable
        label={alertsText.groups[by]}
        columns={columns}
        rows={groups}
        rowId={({ key }) => key || 'none'}
        rowLabel={({ name }) => name || alertsText.groupEmpty}
        onOpen={({ filter }) => filter && onOpen(filter)}
        isLoading={isLoading}
        empty={
          <EmptyState icon={Layers} title={alertsText.noMatchTitle} text={alertsText.noMatchText} className="py-24" />
        }
      />
      <p className="shrink-0 border-t border-line px-4 py-2 text-xs text-muted sm:px-6">
        {alertsText.alertsOf(groups.length === 0 ? 0 : rows.length)} {alertsText.groupNote(rows.length)}
      </p>
    </>
  );
}

function GroupName({ name }: AlertGroup) {
  return (
    <span className={name === '' ? 'truncate text-faint' : 'truncate font-medium'}>
      {name || alertsText.groupEmpty}
    </span>
  );
}

function Figure({ value }: { value: number }) {
  return <span className="tabular">{formatCount(value)}</span>;
}
