import type { Alert } from '@redoubt/contracts';
import { formatCount } from '../../format/format-number.ts';
import { alertsText } from '../../messages/alerts.ts';
import { PersonName } from '../../people/person-name.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { Column } from '../../ui/table/column.ts';

export const ALERT_COLUMNS: readonly Column<Alert>[] = [
  {
    id: 'severity',
    title: '',
    label: alertsText.severity,
    width: '28px',
    cell: ({ severity }) => <SeverityMark severity={severity} />,
  },
  {
    id: 'title',
    title: alertsText.title,
    width: 'minmax(220px,4fr)',
    cell: (alert) => <AlertTitle alert={alert} />,
  },
  {
    id: 'source',
    title: alertsText.source,
    width: 'minmax(120px,1fr)',
    minTableWidth: 720,
    cell: ({ subject }) => <Literal text={subject.sourceIp ?? subject.user ?? subject.group} />,
  },
  {
    id: 'asset',
    title: alertsText.asset,
    width: 'minmax(100px,1fr)',
    minTableWidth: 1_000,
    cell: ({ subject }) => <Literal text={subject.asset} />,
  },
  {
    id: 'count',
    title: alertsText.count,
    width: '72px',
    align: 'end',
    cell: ({ count }) => <span className="tabular">{formatCount(count)}</span>,
  },
  {
    id: 'lastSeen',
    title: alertsText.lastSeen,
    width: '84px',
    align: 'end',
    cell: ({ lastSeenMs }) => <RelativeTime atMs={lastSeenMs} />,
  },
  {
    id: 'assignee',
    title: <span className="pl-4">{alertsText.assignee}</span>,
    label: alertsText.assignee,
    width: 'minmax(110px,1fr)',
    minTableWidth: 860,
    cell: ({ assignee }) => (
      <span className="flex min-w-0 pl-4">{assignee === undefined ? <None /> : <PersonName who={assignee} />}</span>
    ),
  },
  {
    id: 'status',
    title: alertsText.status,
    width: '128px',
    minTableWidth: 640,
    cell: ({ status }) => <StatusMark status={status} />,
  },
];

/** Ended ones are muted: what is open catches the eye. */
function AlertTitle({ alert: { title, status } }: { alert: Alert }) {
  const isEnded = status === 'closed' || status === 'resolved';
  return <span className={isEnded ? 'truncate text-muted' : 'truncate font-medium'}>{title}</span>;
}

function None() {
  return <span className="text-faint">–</span>;
}

function Literal({ text }: { text: string | undefined }) {
  return text === undefined ? <None /> : <span className="code truncate">{text}</span>;
}

/** An alert on two lines, where there is no room for columns. */
export function NarrowAlert({ alert }: { alert: Alert }) {
  const { severity, status, subject, count, lastSeenMs } = alert;
  const about = subject.sourceIp ?? subject.user ?? subject.asset ?? subject.group;
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
      <span className="flex min-w-0 items-center gap-2">
        <SeverityMark severity={severity} />
        <AlertTitle alert={alert} />
      </span>
      <span className="flex min-w-0 items-center gap-2 pl-[22px] text-xs text-muted">
        <StatusMark status={status} />
        {about !== undefined && <span className="code truncate">{about}</span>}
        <span className="tabular whitespace-nowrap">× {formatCount(count)}</span>
        <span className="ml-auto">
          <RelativeTime atMs={lastSeenMs} />
        </span>
      </span>
    </div>
  );
}
