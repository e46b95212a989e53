import { rulesText } from '../../messages/rules.ts';
import { Badge } from '../../ui/badge.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import type { Column } from '../../ui/table/column.ts';
import type { ListedRule } from './rules-query.ts';

export const RULE_COLUMNS: readonly Column<ListedRule>[] = [
  {
    id: 'severity',
    title: '',
    label: rulesText.severity,
    width: '28px',
    cell: ({ level, override }) => <SeverityMark severity={override?.severity ?? level} />,
  },
  { id: 'title', title: rulesText.title, width: 'minmax(240px,4fr)', cell: (rule) => <RuleTitle rule={rule} /> },
  {
    id: 'pack',
    title: rulesText.pack,
    width: 'minmax(110px,1fr)',
    minTableWidth: 720,
    cell: ({ packId, isOwn }) => <span className="truncate text-muted">{isOwn ? rulesText.own : packId}</span>,
  },
  {
    id: 'author',
    title: rulesText.author,
    width: 'minmax(120px,1.5fr)',
    minTableWidth: 960,
    cell: ({ author }) => <span className="truncate text-muted">{author ?? '–'}</span>,
  },
  { id: 'state', title: rulesText.state, width: '128px', cell: (rule) => <RuleState rule={rule} /> },
];

export function RuleTitle({ rule: { title, state, override } }: { rule: ListedRule }) {
  const isChanged = override !== undefined && Object.keys(override).some((name) => name !== 'isEnabled');
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className={state === 'enabled' ? 'truncate font-medium' : 'truncate text-muted'}>{title}</span>
      {isChanged && <Badge tone="accent">{rulesText.changed}</Badge>}
    </span>
  );
}

export function RuleState({ rule: { state } }: { rule: ListedRule }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span
        aria-hidden
        className={
          state === 'enabled' ? 'size-2 rounded-full bg-good' : 'size-2 rounded-full border border-line-strong'
        }
      />
      <span className={state === 'enabled' ? undefined : 'text-muted'}>{rulesText.states[state]}</span>
    </span>
  );
}

export function NarrowRule({ rule }: { rule: ListedRule }) {
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
      <span className="flex min-w-0 items-center gap-2">
        <SeverityMark severity={rule.override?.severity ?? rule.level} />
        <RuleTitle rule={rule} />
      </span>
      <span className="flex min-w-0 items-center gap-3 pl-[22px] text-xs text-muted">
        <RuleState rule={rule} />
        <span className="truncate">{rule.isOwn ? rulesText.own : rule.packId}</span>
      </span>
    </div>
  );
}
