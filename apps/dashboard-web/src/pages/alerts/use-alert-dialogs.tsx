import type { Alert } from '@redoubt/contracts';
import { useState, type ReactNode } from 'react';
import { AssignDialog } from './assign-dialog.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { SuppressDialog } from './suppress-dialog.tsx';
import type { useAlertCommands } from './use-alert-commands.ts';

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
    element: asked && shown(asked, () => setAsked(undefined), commands),
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
  if (dialog === 'assign') return <AssignDialog {...on} />;
  if (dialog === 'close') return <CloseDialog {...on} />;
  const [first] = alerts;
  return first && <SuppressDialog alert={first} onClose={onClose} />;
}
