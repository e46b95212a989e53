import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect, type FormEvent } from 'react';
import { ApiError, textOf } from '../../api/api-error.ts';
import { signInText } from '../../messages/sign-in.ts';
import { signIn, signInOptions } from '../../session/auth-api.ts';
import { enterSession } from '../../session/session.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { PasswordInput } from './password-input.tsx';
import { SignInFrame } from './sign-in-frame.tsx';

const route = getRouteApi('/login');

export function SignInPage() {
  const { next = '/', error: providerError } = route.useSearch();
  const client = useQueryClient();
  const router = useRouter();
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: (me) => {
      enterSession(client, me);
      router.history.push(next);
    },
  });
  useEffect(() => {
    document.title = signInText.title;
  }, []);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    enter.mutate({ email: String(form.get('email')), password: String(form.get('password')) });
  };
  const problem = enter.error ? problemOf(enter.error) : providerError && providerText(providerError);
  return (
    <SignInFrame title={signInText.title} text={signInText.text}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label={signInText.email}>
          {(ids) => (
            <Input {...ids} name="email" type="email" autoComplete="username" autoFocus required className="h-9" />
          )}
        </Field>
        <Field label={signInText.password}>
          {(ids) => <PasswordInput {...ids} name="password" autoComplete="current-password" />}
        </Field>
        {problem !== undefined && (
          <p
            role="alert"
            className="rounded-md border border-critical/30 bg-critical/10 px-3 py-2 text-sm text-critical"
          >
            {problem}
          </p>
        )}
        <Button type="submit" tone="primary" isBusy={enter.isPending} className="h-9">
          {signInText.signIn}
        </Button>
      </form>
      <ProviderButton />
    </SignInFrame>
  );
}

/** For organisations whose people sign in elsewhere. */
function ProviderButton() {
  const { data } = useQuery({
    queryKey: ['sign-in-options'],
    queryFn: signInOptions,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!data?.oidc) return null;
  return (
    <>
      <div className="flex items-center gap-3 text-xs text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {signInText.or}
      </div>
      <a href={data.oidc.startPath} className={`${buttonClass()} h-9`}>
        {signInText.with(data.oidc.label)}
      </a>
    </>
  );
}

function problemOf(error: unknown): string {
  if (!(error instanceof ApiError)) return textOf(error);
  if (error.code === 'unauthenticated') return signInText.wrong;
  return error.status === 429 ? signInText.tooMany(error.retryAfterS ?? 60) : textOf(error);
}

function providerText(code: string): string {
  return signInText.provider[code] ?? signInText.providerFailed;
}
