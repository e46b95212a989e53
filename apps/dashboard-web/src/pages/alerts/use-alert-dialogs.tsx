import type { Alert } from '@redoubt/contracts';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { useAlertCommands } from './use-alert-commands.ts';

const AssignDialog = lazy(() => import('../../people/assign-dialog.tsx'));
const CloseDialog = lazy(() => import('./close-dialog.tsx'));
const SuppressDialog = lazy(() => import('./suppress-dialog.tsx'));

type Asked = { dialog: 'assign' | 'close' | 'suppress'; alerts: readonly Alert[] };

/** The questions that go before a command, for the list and the details alike. */
export function useAlertDialogs(commands: ReturnType<typeof useAlertCommands>) {
  const [asked, setAsked] = useState<Asked>();
  const open = (dialog: Asked['dialog']) => (alerts: readonly Alert[]) => {
    if (alerts.length > 0) setAsked({ dialog, alerts });
  };
  return {
    assign: open('assign'),
    close: open('close'),
    suppress: open('suppress'),
    element: asked && <Suspense>{shown(asked, () => setAsked(undefined), commands)}</Suspense>,
  };
}

function shown(
  { dialog, alerts }: Asked,
  onClose: () => void,
  commands: ReturnType<typeof useAlertCommands>,
): ReactNode {
  const on = {
    alerts,
    onClose,
    onCommand: (command: Parameters<typeof commands.run>[1]) => commands.run(alerts, command),
  };
  if (dialog === 'assign') {
    const assignees = new Set(alerts.map(({ assignee }) => assignee));
    const current = assignees.size === 1 ? alerts[0]?.assignee : undefined;
    return (
      <AssignDialog {...{ current, onClose }} onAssign={(assignee) => on.onCommand({ type: 'assign', assignee })} />
    );
  }
  if (dialog === 'close') return <CloseDialog {...on} />;
  const [first] = alerts;
  return first && <SuppressDialog alert={first} onClose={onClose} />;
}
