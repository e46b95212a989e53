import { answerOf, api } from '../../api/client.ts';
import { sessionsText } from '../../messages/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { useSaving } from './use-saving.ts';

const leastChars = 12;

/** One's own password. The hidden address lets password managers know whose it is. */
export function PasswordForm({ email }: { email: string }) {
  const change = useSaving({
    send: (body: { current: string; next: string }) => answerOf(api.POST('/api/v1/auth/password', { body })),
    changes: ['sessions'],
    done: () => sessionsText.changed,
    failed: sessionsText.changeFailed,
  });
  return (
    <form
      className="flex max-w-sm flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const given = new FormData(form);
        change.mutate(
          { current: String(given.get('current')), next: String(given.get('next')) },
          { onSuccess: () => form.reset() },
        );
      }}
    >
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <Field label={sessionsText.currentPassword}>
        {(ids) => <Input {...ids} name="current" type="password" autoComplete="current-password" required />}
      </Field>
      <Field label={sessionsText.nextPassword} hint={sessionsText.nextHint}>
        {(ids) => (
          <Input {...ids} name="next" type="password" autoComplete="new-password" minLength={leastChars} required />
        )}
      </Field>
      <Button type="submit" tone="primary" className="self-start" isBusy={change.isPending}>
        {sessionsText.change}
      </Button>
    </form>
  );
}
