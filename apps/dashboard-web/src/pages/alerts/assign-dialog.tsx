import type { Alert } from '@redoubt/contracts';
import { Check, UserX } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '../../app/avatar.tsx';
import { alertsText } from '../../messages/alerts.ts';
import { uiText } from '../../messages/ui.ts';
import { useMembers } from '../../people/members.ts';
import { useMe } from '../../session/session.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Input } from '../../ui/field.tsx';
import type { AlertCommand } from './use-alert-commands.ts';

interface AssignDialogProps {
  alerts: readonly Alert[];
  onClose: () => void;
  onCommand: (command: AlertCommand) => void;
}

/** Chooses whom the alerts belong to: type, Enter. */
export default function AssignDialog({ alerts, onClose, onCommand }: AssignDialogProps) {
  const { user } = useMe();
  const [text, setText] = useState('');
  const people = useMembers()
    .filter(({ isDisabled }) => !isDisabled)
    .filter(({ email, displayName }) => `${email} ${displayName}`.toLowerCase().includes(text.trim().toLowerCase()))
    // Oneself first: that is who it mostly is.
    .toSorted((a, b) => Number(b.email === user?.email) - Number(a.email === user?.email));
  const [one] = new Set(alerts.map(({ assignee }) => assignee ?? null)).size === 1 ? [alerts[0]?.assignee] : [];
  const assign = (assignee: string | null): void => {
    onCommand({ type: 'assign', assignee });
    onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={alertsText.assignTo}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const first = people[0];
          if (first) assign(first.email);
        }}
      >
        <Input
          autoFocus
          aria-label={uiText.search}
          placeholder={uiText.search}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
      <ul className="-mx-2 mt-2 max-h-72 overflow-y-auto">
        {people.map(({ userId, email, displayName }) => (
          <li key={userId}>
            <Choice isChosen={one === email} onChoose={() => assign(email)}>
              <Avatar name={displayName} />
              <span className="min-w-0 flex-1">
                <span className="block truncate text-sm">
                  {displayName}
                  {email === user?.email && <span className="text-muted"> · {alertsText.me}</span>}
                </span>
                <span className="block truncate text-xs text-muted">{email}</span>
              </span>
            </Choice>
          </li>
        ))}
        <li>
          <Choice isChosen={false} onChoose={() => assign(null)}>
            <span className="grid size-6 place-items-center text-muted">
              <UserX aria-hidden className="size-4" />
            </span>
            <span className="flex-1 text-sm">{alertsText.nobody}</span>
          </Choice>
        </li>
      </ul>
    </Dialog>
  );
}

function Choice({
  isChosen,
  onChoose,
  children,
}: {
  isChosen: boolean;
  onChoose: () => void;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      onClick={onChoose}
      className="flex min-h-10 w-full items-center gap-3 rounded-md px-2 py-1 text-left hover:bg-hover"
    >
      {children}
      {isChosen && <Check aria-hidden className="size-4 text-accent-text" />}
    </button>
  );
}
