import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { textOf } from '../../api/api-error.ts';
import { signInText } from '../../messages/sign-in.ts';
import { acceptInvitation, showInvitation, type InvitationShown } from '../../session/auth-api.ts';
import { enterSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { PasswordInput } from '../sign-in/password-input.tsx';
import { SignInFrame } from '../sign-in/sign-in-frame.tsx';

/** Where the link of an invitation leads. The token stands behind the `#`, so that no server on the way logs it. */
export function InvitationPage() {
  const token = useRouterState({ select: ({ location }) => location.hash });
  const { data, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => showInvitation(token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) {
    return (
      <SignInFrame title={signInText.invitationGone}>
        <p className="text-sm text-muted">{textOf(error)}</p>
      </SignInFrame>
    );
  }
  if (!data) {
    return (
      <SignInFrame title="…">
        <SkeletonLines />
      </SignInFrame>
    );
  }
  return <AcceptForm token={token} invitation={data} />;
}

function AcceptForm({ token, invitation }: { token: string; invitation: InvitationShown }) {
  const { organization, email, role, hasAccount } = invitation;
  const client = useQueryClient();
  const navigate = useNavigate();
  const accept = useMutation({
    mutationFn: acceptInvitation,
    onSuccess: (me) => {
      enterSession(client, me);
      void navigate({ to: '/' });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = form.get('displayName');
    accept.mutate({
      token,
      password: String(form.get('password')),
      ...(name === null ? {} : { displayName: String(name) }),
    });
  };
  return (
    <SignInFrame title={signInText.invitationTitle(organization)} text={signInText.invitationText(email, role)}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {!hasAccount && (
          <Field label={signInText.displayName}>
            {(ids) => (
              <Input {...ids} name="displayName" autoComplete="name" required maxLength={128} className="h-9" />
            )}
          </Field>
        )}
        <Field
          label={hasAccount ? signInText.existingPassword : signInText.newPassword}
          {...(hasAccount ? {} : { hint: signInText.passwordHint })}
          error={accept.error ? textOf(accept.error) : undefined}
        >
          {(ids) => (
            <PasswordInput
              {...ids}
              name="password"
              autoComplete={hasAccount ? 'current-password' : 'new-password'}
              minLength={hasAccount ? 1 : 12}
            />
          )}
        </Field>
        <Button type="submit" tone="primary" isBusy={accept.isPending} className="h-9">
          {signInText.join}
        </Button>
      </form>
    </SignInFrame>
  );
}
