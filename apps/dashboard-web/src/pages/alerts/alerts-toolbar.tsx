import { X } from 'lucide-react';
import { severityText, statusText } from '../../messages/domain.ts';
import { alertsText } from '../../messages/alerts.ts';
import { useMembers } from '../../people/members.ts';
import { useMe } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { FilterMany, FilterOne } from '../../ui/filter-menu.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { DEFAULT_RANGE, effective, NOBODY } from './alert-list.ts';
import { ALERT_GROUPS, ALERT_RANGES, ALERT_STATUSES, type AlertsSearch } from './alerts-search.ts';
import { SavedViews } from './saved-views.tsx';

interface ToolbarProps {
  search: AlertsSearch;
  onChange: (change: { [K in keyof AlertsSearch]?: AlertsSearch[K] | undefined }) => void;
}

/** Filters of the list; every one of them stands in the address. */
export function AlertsToolbar({ search, onChange }: ToolbarProps) {
  const { status } = effective(search);
  return (
    <>
      <SearchBox
        className="w-40"
        label={alertsText.textFilter}
        placeholder={alertsText.textFilter}
        value={search.text ?? ''}
        onChange={(text) => onChange({ text: text || undefined })}
      />
      <FilterMany
        label={alertsText.status}
        options={ALERT_STATUSES.map((value) => ({
          value,
          label: statusText[value],
          shown: <StatusMark status={value} />,
        }))}
        values={status}
        onChange={(next) => onChange({ status: next })}
      />
      <FilterOne
        label={alertsText.severity}
        value={search.severity ?? 'informational'}
        quietValue="informational"
        options={SEVERITIES_DOWN.map((value) => ({
          value,
          label: value === 'informational' ? alertsText.anyone : alertsText.orWorse(severityText[value]),
        }))}
        onChange={(value) => onChange({ severity: value === 'informational' ? undefined : value })}
      />
      <AssigneeFilter search={search} onChange={onChange} />
      <FilterOne
        label={alertsText.hidden}
        value={search.hidden ?? 'without'}
        quietValue="without"
        options={(['without', 'with', 'only'] as const).map((value) => ({
          value,
          label: alertsText.hiddenOptions[value],
        }))}
        onChange={(value) => onChange({ hidden: value === 'without' ? undefined : value })}
      />
      <Chips search={search} onChange={onChange} />
      <span className="hidden flex-1 sm:block" />
      <SavedViews search={search} />
      <FilterOne
        label={alertsText.group}
        value={search.group ?? 'none'}
        quietValue="none"
        options={(['none', ...ALERT_GROUPS] as const).map((value) => ({ value, label: alertsText.groups[value] }))}
        onChange={(value) => onChange({ group: value === 'none' ? undefined : value })}
      />
      <FilterOne
        label={alertsText.range}
        value={search.range ?? DEFAULT_RANGE}
        options={ALERT_RANGES.map((value) => ({ value, label: alertsText.ranges[value] }))}
        onChange={(value) => onChange({ range: value === DEFAULT_RANGE ? undefined : value })}
      />
    </>
  );
}

function AssigneeFilter({ search, onChange }: ToolbarProps) {
  const { user } = useMe();
  const others = useMembers().filter(({ email }) => email !== user?.email);
  return (
    <FilterOne
      label={alertsText.assignee}
      value={search.assignee ?? ''}
      quietValue=""
      options={[
        { value: '', label: alertsText.anyone },
        { value: NOBODY, label: alertsText.nobody },
        ...(user ? [{ value: user.email, label: alertsText.me }] : []),
        ...others.map(({ email, displayName }) => ({ value: email, label: displayName })),
      ]}
      onChange={(value) => onChange({ assignee: value || undefined })}
    />
  );
}

const CHIPS = ['rule', 'source', 'subject'] as const;

/** Filters that come from links: what they are set to, and a way to take them away. */
function Chips({ search, onChange }: ToolbarProps) {
  const set = CHIPS.filter((name) => search[name] !== undefined);
  if (set.length === 0) return null;
  return set.map((name) => (
    <Button key={name} size="sm" onClick={() => onChange({ [name]: undefined })}>
      <span className="text-muted">{name === 'subject' ? alertsText.source : alertsText[name]}</span>
      <span className="code max-w-48 truncate">{search[name]}</span>
      <X aria-hidden />
    </Button>
  ));
}
