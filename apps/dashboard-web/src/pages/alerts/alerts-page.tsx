import type { Alert } from '@redoubt/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { BellOff, ShieldCheck } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { nextPage } from '../../api/next-page.ts';
import { Page } from '../../app/page.tsx';
import { useAlertChanges, useMissed } from '../../feeds/use-feed.ts';
import { useHold } from '../../feeds/use-hold.ts';
import { useLiveRows } from '../../feeds/use-live-rows.ts';
import { alertsText } from '../../messages/alerts.ts';
import { useMay } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { ALERT_COLUMNS, NarrowAlert } from './alert-columns.tsx';
import { AlertGroups } from './alert-groups.tsx';
import { alertsQuery, byLatestChange, matcherOf } from './alert-list.ts';
import type { AlertsSearch } from './alerts-search.ts';
import { AlertsToolbar } from './alerts-toolbar.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { useAlertCommands } from './use-alert-commands.ts';
import { useAlertDialogs } from './use-alert-dialogs.tsx';

/** Not needed before an alert is opened. */
const AlertDrawer = lazy(() => import('./alert-drawer.tsx'));

const route = getRouteApi('/app/alerts');
const none: ReadonlySet<string> = new Set();

/** Alerts to be dealt with, live, with everything one does to them. */
export function AlertsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('alerts:write');
  const maySuppress = useMay('suppressions:write');
  const [selected, setSelected] = useState(none);
  const list = useAlertList(search);
  const { rows } = list.live;
  const commands = useAlertCommands();
  const dialogs = useAlertDialogs(commands);
  const chosen = rows.filter(({ alertId }) => selected.has(alertId));
  const acknowledge = (alerts: readonly Alert[]): void => commands.run(alerts, { type: 'acknowledge' });
  const change = (next: object, replace = true): void =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace });
  const open = (alert: Alert | undefined): void => change({ alert: alert?.alertId }, alert === undefined);
  const toolbar = <AlertsToolbar search={search} onChange={(next) => change(next)} />;
  if (search.group !== undefined) {
    return (
      <Page isFull toolbar={toolbar}>
        <AlertGroups
          by={search.group}
          rows={rows}
          isLoading={list.query.isPending}
          onOpen={(filter) => change({ group: undefined, ...filter }, false)}
        />
      </Page>
    );
  }
  return (
    <Page isFull toolbar={toolbar}>
      <div {...list.hold.holdProps} className="relative flex min-h-0 flex-1 flex-col">
        {list.query.isError && rows.length === 0 ? (
          <ErrorState error={list.query.error} onRetry={() => void list.query.refetch()} className="py-24" />
        ) : (
          <DataTable
            label={alertsText.list}
            columns={ALERT_COLUMNS}
            rows={rows}
            rowId={({ alertId }) => alertId}
            rowLabel={({ title }) => title}
            narrow={(alert) => <NarrowAlert alert={alert} />}
            {...(mayWrite ? { selected, onSelect: setSelected } : {})}
            openId={search.alert}
            onOpen={open}
            actions={[
              { keys: 'e', label: alertsText.acknowledge, run: acknowledge, isEnabled: mayWrite },
              { keys: 'a', label: alertsText.assign, run: dialogs.assign, isEnabled: mayWrite },
              { keys: 's', label: alertsText.suppress, run: dialogs.suppress, isEnabled: maySuppress },
              { keys: 'c', label: alertsText.close, run: dialogs.close, isEnabled: mayWrite },
            ]}
            onEndReached={nextPage(list.query)}
            fresh={{ count: list.live.waitingCount, one: 'alert', onShow: list.live.showWaiting }}
            isFresh={list.live.isFresh}
            isLoading={list.query.isPending}
            isStale={list.query.isPlaceholderData}
            empty={<NoAlerts search={search} onClear={() => void navigate({ search: {} })} />}
          />
        )}
        {chosen.length > 0 && (
          <BulkBar
            count={chosen.length}
            isBusy={commands.isBusy}
            onAcknowledge={() => acknowledge(chosen)}
            onAssign={() => dialogs.assign(chosen)}
            onSuppress={maySuppress && chosen.length === 1 ? () => dialogs.suppress(chosen) : undefined}
            onClose={() => dialogs.close(chosen)}
            onClear={() => setSelected(none)}
          />
        )}
      </div>
      <Suspense>
        <AlertDrawer
          alertId={search.alert}
          rows={rows}
          onOpen={open}
          onAcknowledge={(alert) => acknowledge([alert])}
          onComment={(alert, note) => commands.run([alert], { type: 'comment', note })}
          onReopen={(alert) => commands.run([alert], { type: 'reopen' })}
          dialogs={dialogs}
        />
      </Suspense>
      {dialogs.element}
    </Page>
  );
}

/** The list as it was loaded, with what changed since. */
function useAlertList(search: AlertsSearch) {
  // Of the list: moving time on with every look would make another query of it.
  const [startedAtMs] = useState(() => Date.now());
  const query = useInfiniteQuery(alertsQuery(search, startedAtMs, useMissed()));
  const loaded = useMemo(() => query.data?.pages.flatMap(({ alerts }) => alerts as Alert[]) ?? [], [query.data]);
  const hold = useHold();
  // As a text: opening an alert changes the address and nothing in the list.
  const filters = JSON.stringify({ ...search, alert: undefined, group: undefined });
  const matches = useMemo(() => matcherOf(JSON.parse(filters) as AlertsSearch, startedAtMs), [filters, startedAtMs]);
  const live = useLiveRows({
    loaded,
    changed: useAlertChanges().byId,
    idOf: ({ alertId }: Alert) => alertId,
    matches,
    compare: byLatestChange,
    isHeld: hold.isHeld,
  });
  return { query, hold, live };
}

function NoAlerts({ search, onClear }: { search: AlertsSearch; onClear: () => void }) {
  const hasFilters = Object.keys(search).some((name) => name !== 'alert' && name !== 'group');
  return !hasFilters ? (
    <EmptyState icon={ShieldCheck} title={alertsText.noneTitle} text={alertsText.noneText} className="py-24" />
  ) : (
    <EmptyState
      icon={BellOff}
      title={alertsText.noMatchTitle}
      text={alertsText.noMatchText}
      action={<Button onClick={onClear}>{alertsText.clearFilters}</Button>}
      className="py-24"
    />
  );
}
