import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';
import { keysText, membersText } from '../../messages/settings.ts';
import { uiText } from '../../messages/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { ROLES } from './members-section.tsx';
import { ShownOnce } from './shown-once.tsx';
import { useSaving } from './use-saving.ts';

type Role = (typeof ROLES)[number];
type Reply = components['schemas']['InviteReply'];

/** Asks somebody in; the link is shown once where the platform sends no mail. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('analyst');
  const invite = useSaving({
    send: () => answerOf(api.POST('/api/v1/invitations', { body: { email: email.trim(), role } })),
    changes: ['invitations'],
    done: () => membersText.invited(email.trim()),
    failed: membersText.failed,
  });
  if (invite.data) {
    return (
      <Dialog
        isOpen
        onClose={onClose}
        title={membersText.invited(email.trim())}
        footer={<Button onClick={onClose}>{keysText.done}</Button>}
      >
        <Invited reply={invite.data} />
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={membersText.inviteTitle}
      footer={
        <>
          <Button onClick={onClose}>{uiText.cancel}</Button>
          <Button
            tone="primary"
            isBusy={invite.isPending}
            disabled={!email.includes('@')}
            onClick={() => invite.mutate(undefined)}
          >
            {membersText.invite}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={membersText.email}>
          {(ids) => (
            <Input {...ids} autoFocus type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
          )}
        </Field>
        <Field label={membersText.role} hint={membersText.roleHints[role]}>
          {({ id }) => (
            <Select<Role>
              id={id}
              value={role}
              options={ROLES.map((value) => ({ value, label: membersText.roles[value] }))}
              onChange={setRole}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}

function Invited({ reply: { token, mail } }: { reply: Reply }) {
  return (
    <div className="flex flex-col gap-3 text-sm">
      {mail && <p>{mail.ok ? membersText.inviteMailed : membersText.inviteNotMailed(mail.detail)}</p>}
      {token !== null && (
        <ShownOnce note={membersText.inviteLink} text={`${globalThis.location.origin}/invite#${token}`} />
      )}
    </div>
  );
}
