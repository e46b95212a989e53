import type { MessageMeaning, MessageParser, ProgramFormat } from '../types.ts';
import { withDetail, withPeer, withUser } from '../meanings.ts';

const MODULE = /^(pam_\w+)\(([^:)]*):([^)]*)\): (.*)$/s;
const FAILURE = /^authentication failure;(.*)$/s;
const OPENED = /^session opened for user (.*?)(?:\(uid=(\d+)\))?(?: by (.*?)(?:\(uid=(\d+)\))?)?$/s;
const CLOSED = /^session closed for user (.*)$/s;
const RHOST = /(?:^| )rhost=(\S*)/;
const RUSER = /(?:^| )ruser=(\S*)/;
const USER = /(?:^| )user=(.*)$/s;

const pamMessage: MessageParser = (text) => {
  const match = MODULE.exec(text);
  if (match === null) return null;
  const [, module, service, , rest] = match as unknown as [string, string, string, string, string];
  const meaning = failure(rest) ?? opened(rest) ?? closed(rest) ?? unknownUser(rest) ?? passwordChanged(rest);
  if (meaning === null) return null;
  meaning.action = `${service}_${meaning.action ?? 'login'}`;
  return withDetail(withDetail(meaning, 'module', module), 'service', service);
};

function failure(rest: string): MessageMeaning | null {
  const match = FAILURE.exec(rest);
  if (match === null) return null;
  const tail = match[1] as string;
  const meaning: MessageMeaning = { eventType: 'authentication_failure', severity: 'low', outcome: 'failure' };
  // The last `user=` is PAM's own; a remote user name before it cannot hide it.
  withUser(meaning, USER.exec(tail)?.[1]);
  withDetail(meaning, 'remoteUser', RUSER.exec(tail)?.[1]);
  return withPeer(meaning, RHOST.exec(tail)?.[1]);
}

function opened(rest: string): MessageMeaning | null {
  const match = OPENED.exec(rest);
  if (match === null) return null;
  const meaning: MessageMeaning = { eventType: 'session_opened', severity: 'informational', outcome: 'success' };
  return withDetail(withUser({ ...meaning, action: 'session' }, match[1]), 'by', match[3]);
}

function closed(rest: string): MessageMeaning | null {
  const match = CLOSED.exec(rest);
  if (match === null) return null;
  return withUser({ eventType: 'session_closed', severity: 'informational', action: 'session' }, match[1]);
}

function unknownUser(rest: string): MessageMeaning | null {
  if (!rest.startsWith('check pass; user unknown')) return null;
  return { eventType: 'authentication_attempt', severity: 'informational', outcome: 'failure' };
}

function passwordChanged(rest: string): MessageMeaning | null {
  const match = /^password changed for (.*)$/s.exec(rest);
  if (match === null) return null;
  return withUser(
    { eventType: 'password_change', severity: 'low', action: 'password_change', outcome: 'success' },
    match[1],
  );
}

/** Linux-PAM modules (pam_unix(8) and others in `module(service:type): text` form), logged under their host program. */
export const pamFormat: ProgramFormat = {
  name: 'pam',
  programs: ['*'],
  byFirstWord: {
    pam_unix: [pamMessage],
    pam_sss: [pamMessage],
    pam_ldap: [pamMessage],
    pam_krb5: [pamMessage],
    pam_winbind: [pamMessage],
    pam_systemd: [pamMessage],
  },
};
