import { answerOf, api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';
import type { Me } from './me.ts';

type Schemas = components['schemas'];
export type InvitationShown = Schemas['ShowInvitationReply'];

export function signInOptions(): Promise<Schemas['GetAuthOptionsReply']> {
  return answerOf(api.GET('/api/v1/auth/options'));
}

export function currentSession(): Promise<Me> {
  return answerOf(api.GET('/api/v1/auth/session'));
}

export function signIn(body: Schemas['LoginBody']): Promise<Me> {
  return answerOf(api.POST('/api/v1/auth/login', { body }));
}

export async function signOut(): Promise<void> {
  await answerOf(api.POST('/api/v1/auth/logout'));
}

export function switchOrganization(orgId: string): Promise<Me> {
  return answerOf(api.POST('/api/v1/auth/organization', { body: { orgId } }));
}

export function showInvitation(token: string): Promise<InvitationShown> {
  return answerOf(api.POST('/api/v1/auth/invitations/show', { body: { token } }));
}

export function acceptInvitation(body: Schemas['AcceptInvitationBody']): Promise<Me> {
  return answerOf(api.POST('/api/v1/auth/invitations/accept', { body }));
}
