import { ApiError, apiErrorOf } from '../api/api-error.ts';
import { csrfToken } from '../api/csrf-token.ts';
import type { Me } from './me.ts';

export interface SignInOptions {
  oidc: { label: string; startPath: string } | null;
}

export function signInOptions(): Promise<SignInOptions> {
  return ask('GET', 'auth/options');
}

export function currentSession(): Promise<Me> {
  return ask('GET', 'auth/session');
}

export function signIn(given: { email: string; password: string; organization?: string }): Promise<Me> {
  return ask('POST', 'auth/login', given);
}

export function signOut(): Promise<void> {
  return ask('POST', 'auth/logout', {});
}

export function switchOrganization(orgId: string): Promise<Me> {
  return ask('POST', 'auth/organization', { orgId });
}

export interface InvitationShown {
  organization: string;
  email: string;
  role: string;
  hasAccount: boolean;
}

export function showInvitation(token: string): Promise<InvitationShown> {
  return ask('POST', 'auth/invitations/show', { token });
}

export function acceptInvitation(given: { token: string; displayName?: string; password?: string }): Promise<Me> {
  return ask('POST', 'auth/invitations/accept', given);
}

async function ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  const token = csrfToken.current;
  const response = await fetch(`/api/v1/${path}`, {
    method,
    credentials: 'same-origin',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null || method === 'GET' ? {} : { 'x-csrf-token': token }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError(0, 'network');
  });
  if (!response.ok) throw await apiErrorOf(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}
