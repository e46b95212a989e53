import { Check, UserX } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '../app/avatar.tsx';
import { peopleText } from '../messages/people.ts';
import { uiText } from '../messages/ui.ts';
import { useMembers } from './members.ts';
import { useMe } from '../session/session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Input } from '../ui/field.tsx';

interface AssignDialogProps {
  /** To whom the things belong now; undefined when to nobody, or to several. */
  current: string | undefined;
  onClose: () => void;
  /** @param assignee an e-mail address, or null for nobody */
  onAssign: (assignee: string | null) => void;
}

/** Chooses whom something belongs to: type, Enter. */
export default function AssignDialog({ current, onClose, onAssign }: AssignDialogProps) {
  const { user } = useMe();
  const [text, setText] = useState('');
  const people = useMembers()
    .filter(({ isDisabled }) => !isDisabled)
    .filter(({ email, displayName }) => `${email} ${displayName}`.toLowerCase().includes(text.trim().toLowerCase()))
    // Oneself first: that is who it mostly is.
    .toSorted((a, b) => Number(b.email === user?.email) - Number(a.email === user?.email));
  const assign = (assignee: string | null): void => {
    onAssign(assignee);
    onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={peopleText.assignTo}>
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
            <Choice isChosen={current === email} onChoose={() => assign(email)}>
              <Avatar name={displayName} />
              <span className="min-w-0 flex-1">
                <span className="block truncate text-sm">
                  {displayName}
                  {email === user?.email && <span className="text-muted"> · {peopleText.me}</span>}
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
            <span className="flex-1 text-sm">{peopleText.nobody}</span>
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
