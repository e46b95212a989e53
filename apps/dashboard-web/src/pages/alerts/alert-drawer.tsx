import type { Alert } from '@redoubt/contracts';
import { useQuery } from '@tanstack/react-query';
import { BellOff, CheckCheck, RotateCcw, UserPlus, XCircle } from 'lucide-react';
import { useAlertChanges } from '../../feeds/use-feed.ts';
import { useShortcut } from '../../keyboard/shortcuts.ts';
import { alertDetailText, alertsText } from '../../messages/alerts.ts';
import { shellText } from '../../messages/shell.ts';
import { useMay } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { AlertDetails } from './alert-details.tsx';
import { alertQuery } from './alert-queries.ts';
import type { useAlertDialogs } from './use-alert-dialogs.tsx';

interface AlertDrawerProps {
  alertId: string | undefined;
  rows: readonly Alert[];
  onOpen: (alert: Alert | undefined) => void;
  onAcknowledge: (alert: Alert) => void;
  onReopen: (alert: Alert) => void;
  onComment: (alert: Alert, note: string) => void;
  dialogs: ReturnType<typeof useAlertDialogs>;
}

/** One alert beside the list: why it fired, what is known about it, and what can be done. */
export default function AlertDrawer({ alertId, rows, onOpen, onComment, ...on }: AlertDrawerProps) {
  const live = useAlertChanges().byId.get(alertId ?? '');
  const listed = rows.find((row) => row.alertId === alertId);
  const version = Math.max(live?.version ?? 0, listed?.version ?? 0);
  const query = useQuery({ ...alertQuery(alertId ?? '', version), enabled: alertId !== undefined });
  const loaded = query.data?.alert as Alert | undefined;
  const alert = newest(loaded, listed, live);
  const at = rows.findIndex((row) => row.alertId === alertId);
  const [before, after] = [rows[at - 1], at < 0 ? undefined : rows[at + 1]];
  return (
    <Drawer
      isOpen={alertId !== undefined}
      onClose={() => onOpen(undefined)}
      title={alert?.title ?? (query.isError ? alertDetailText.notFound : '…')}
      eyebrow={
        alert && (
          <>
            <SeverityMark severity={alert.severity} hasWord />
            <StatusMark status={alert.status} />
          </>
        )
      }
      onPrevious={before && (() => onOpen(before))}
      onNext={after && (() => onOpen(after))}
      footer={alert && <Actions alert={alert} {...on} />}
    >
      {alert ? (
        <AlertDetails
          key={alert.alertId}
          alert={alert}
          history={query.data?.history}
          context={query.data?.alert.context}
          onComment={onComment}
        />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div className="p-5">
          <SkeletonLines count={8} />
        </div>
      )}
    </Drawer>
  );
}

function newest(...all: (Alert | undefined)[]): Alert | undefined {
  return all.reduce((best, one) => ((one?.version ?? 0) > (best?.version ?? 0) ? one : best), undefined);
}

type ActionsProps = Pick<AlertDrawerProps, 'onAcknowledge' | 'onReopen' | 'dialogs'> & { alert: Alert };

function Actions({ alert, onAcknowledge, onReopen, dialogs }: ActionsProps) {
  const mayWrite = useMay('alerts:write');
  const maySuppress = useMay('suppressions:write');
  const isOpen = alert.status === 'firing' || alert.status === 'acknowledged';
  const actions = [
    {
      ...{ keys: 'e', label: alertsText.acknowledge, icon: CheckCheck, isShown: mayWrite && alert.status === 'firing' },
      run: () => onAcknowledge(alert),
    },
    {
      ...{ keys: 'a', label: alertsText.assign, icon: UserPlus, isShown: mayWrite && isOpen },
      run: () => dialogs.assign([alert]),
    },
    {
      ...{ keys: 's', label: alertsText.suppress, icon: BellOff, isShown: maySuppress },
      run: () => dialogs.suppress([alert]),
    },
    {
      ...{ keys: 'c', label: alertsText.close, icon: XCircle, isShown: mayWrite && alert.status !== 'closed' },
      run: () => dialogs.close([alert]),
    },
    {
      ...{ keys: 'o', label: alertsText.reopen, icon: RotateCcw, isShown: mayWrite && !isOpen },
      run: () => onReopen(alert),
    },
  ];
  return actions
    .filter(({ isShown }) => isShown)
    .map(({ keys, label, icon: Icon, run }, at) => (
      <ActionButton key={keys} keys={keys} label={label} isMain={at === 0} run={run}>
        <Icon aria-hidden />
      </ActionButton>
    ));
}

interface ActionButtonProps {
  keys: string;
  label: string;
  isMain: boolean;
  run: () => void;
  children: React.ReactNode;
}

/** The key means the alert that is open, whatever is selected behind it. */
function ActionButton({ keys, label, isMain, run, children }: ActionButtonProps) {
  useShortcut({ keys, label, group: shellText.groupDetails, run });
  return (
    <Button size="sm" tone={isMain ? 'primary' : 'secondary'} shortcut={keys} onClick={run}>
      {children}
      {label}
    </Button>
  );
}
