import type { Incident } from '@redoubt/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Plus, Siren } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { nextPage } from '../../api/next-page.ts';
import { Page } from '../../app/page.tsx';
import { useIncidentChanges, useMissed } from '../../feeds/use-feed.ts';
import { useHold } from '../../feeds/use-hold.ts';
import { useLiveRows } from '../../feeds/use-live-rows.ts';
import { alertsText } from '../../messages/alerts.ts';
import { severityText, statusText } from '../../messages/domain.ts';
import { incidentsText } from '../../messages/incidents.ts';
import { useMay } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { FilterMany, FilterOne } from '../../ui/filter-menu.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { INCIDENT_COLUMNS, NarrowIncident } from './incident-columns.tsx';
import { byLatestChange, incidentsQuery, matcherOf, OPEN_STATUSES } from './incident-list.ts';
import { INCIDENT_STATUSES, type IncidentsSearch } from './incidents-search.ts';
import { useIncidentCommands } from './use-incident-commands.ts';

const IncidentDrawer = lazy(() => import('./incident-drawer.tsx'));
const AssignDialog = lazy(() => import('../../people/assign-dialog.tsx'));
const CloseIncidentDialog = lazy(() => import('./close-incident-dialog.tsx'));
const OpenIncidentDialog = lazy(() => import('./open-incident-dialog.tsx'));

const route = getRouteApi('/app/incidents');
type Asked = { dialog: 'assign' | 'close'; incidents: readonly Incident[] };

/** Alerts that belong together, and what people open by hand. */
export function IncidentsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('incidents:write');
  const commands = useIncidentCommands();
  const [asked, setAsked] = useState<Asked>();
  const [isOpening, setOpening] = useState(false);
  const { query, hold, live } = useIncidentList(search);
  const change = (next: Partial<Record<keyof IncidentsSearch, unknown>>, replace = true): void =>
    void navigate({ search: (old) => ({ ...old, ...next }) as IncidentsSearch, replace });
  const open = (incident: Incident | undefined): void =>
    change({ incident: incident?.incidentId }, incident === undefined);
  const ask = (dialog: Asked['dialog']) => (incidents: readonly Incident[]) => setAsked({ dialog, incidents });
  return (
    <Page
      isFull
      toolbar={
        <>
          <Filters search={search} onChange={change} />
          <span className="flex-1" />
          {mayWrite && (
            <Button size="sm" onClick={() => setOpening(true)}>
              <Plus aria-hidden />
              {incidentsText.open}
            </Button>
          )}
        </>
      }
    >
      <div {...hold.holdProps} className="flex min-h-0 flex-1 flex-col">
        {query.isError && live.rows.length === 0 ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} className="py-24" />
        ) : (
          <DataTable
            label={incidentsText.list}
            columns={INCIDENT_COLUMNS}
            rows={live.rows}
            rowId={({ incidentId }) => incidentId}
            rowLabel={({ title }) => title}
            narrow={(incident) => <NarrowIncident incident={incident} />}
            openId={search.incident}
            onOpen={open}
            actions={[
              { keys: 'a', label: incidentsText.assign, run: ask('assign'), isEnabled: mayWrite },
              { keys: 'c', label: incidentsText.close, run: ask('close'), isEnabled: mayWrite },
            ]}
            onEndReached={nextPage(query)}
            fresh={{ count: live.waitingCount, one: 'incident', onShow: live.showWaiting }}
            isFresh={live.isFresh}
            isLoading={query.isPending}
            isStale={query.isPlaceholderData}
            empty={<NoIncidents search={search} onClear={() => void navigate({ search: {} })} />}
          />
        )}
      </div>
      <Suspense>
        <IncidentDrawer
          incidentId={search.incident}
          rows={live.rows}
          onOpen={open}
          onAssign={(incident) => ask('assign')([incident])}
          onClose={(incident) => ask('close')([incident])}
          onNote={(incident, note) => commands.run([incident], { type: 'note', note })}
        />
        {isOpening && <OpenIncidentDialog onClose={() => setOpening(false)} />}
        {asked?.dialog === 'assign' && (
          <AssignDialog
            current={asked.incidents[0]?.assignee}
            onClose={() => setAsked(undefined)}
            onAssign={(assignee) => commands.run(asked.incidents, { type: 'assign', assignee })}
          />
        )}
        {asked?.dialog === 'close' && (
          <CloseIncidentDialog
            onClose={() => setAsked(undefined)}
            onConfirm={(note) => commands.run(asked.incidents, { type: 'close', note })}
          />
        )}
      </Suspense>
    </Page>
  );
}

function useIncidentList(search: IncidentsSearch) {
  const query = useInfiniteQuery(incidentsQuery(search, useMissed()));
  const loaded = useMemo(
    () => query.data?.pages.flatMap(({ incidents }) => incidents as Incident[]) ?? [],
    [query.data],
  );
  const hold = useHold();
  // As a text: opening an incident changes the address and nothing in the list.
  const filters = JSON.stringify({ ...search, incident: undefined });
  const matches = useMemo(() => matcherOf(JSON.parse(filters) as IncidentsSearch), [filters]);
  const live = useLiveRows({
    loaded,
    changed: useIncidentChanges().byId,
    idOf: ({ incidentId }: Incident) => incidentId,
    matches,
    compare: byLatestChange,
    isHeld: hold.isHeld,
  });
  return { query, hold, live };
}

interface FiltersProps {
  search: IncidentsSearch;
  onChange: (next: Partial<Record<keyof IncidentsSearch, unknown>>) => void;
}

function Filters({ search, onChange }: FiltersProps) {
  return (
    <>
      <SearchBox
        className="w-40"
        label={incidentsText.textFilter}
        placeholder={incidentsText.textFilter}
        value={search.text ?? ''}
        onChange={(text) => onChange({ text: text || undefined })}
      />
      <FilterMany
        label={incidentsText.status}
        options={INCIDENT_STATUSES.map((value) => ({
          value,
          label: statusText[value],
          shown: <StatusMark status={value} />,
        }))}
        values={search.status ?? [...OPEN_STATUSES]}
        onChange={(status) => onChange({ status })}
      />
      <FilterOne
        label={incidentsText.severity}
        value={search.severity ?? 'informational'}
        quietValue="informational"
        options={SEVERITIES_DOWN.map((value) => ({
          value,
          label: value === 'informational' ? alertsText.anyone : alertsText.orWorse(severityText[value]),
        }))}
        onChange={(value) => onChange({ severity: value === 'informational' ? undefined : value })}
      />
    </>
  );
}

function NoIncidents({ search, onClear }: { search: IncidentsSearch; onClear: () => void }) {
  const hasFilters = Object.keys(search).some((name) => name !== 'incident');
  return !hasFilters ? (
    <EmptyState icon={Siren} title={incidentsText.noneTitle} text={incidentsText.noneText} className="py-24" />
  ) : (
    <EmptyState
      icon={Siren}
      title={incidentsText.noMatchTitle}
      text={incidentsText.noMatchText}
      action={<Button onClick={onClear}>{incidentsText.clearFilters}</Button>}
      className="py-24"
    />
  );
}
