import type { MessageMeaning, MessageParser, ProgramFormat } from '../types.ts';
import { sshdConnectionParsers } from './sshd-connection.ts';
import { portOf, withDetail, withPeer, withUser } from '../meanings.ts';

// User names are the attacker's text and may hold " from 192.0.2.1 port 22": the greedy `.*` makes the last peer win,
// which is the one sshd wrote.
const FAILED = /^Failed (\S+) for (invalid user )?(.*) from (\S+) port (\d+)(?: (ssh\d?))?(?:: (.*))?$/s;
const ACCEPTED = /^Accepted (\S+) for (.*) from (\S+) port (\d+)(?: (ssh\d?))?(?:: (.*))?$/s;
const INVALID_USER = /^Invalid user (.*) from (\S+?)(?: port (\d+))?$/s;
const TOO_MANY = /^maximum authentication attempts exceeded for (invalid user )?(.*) from (\S+) port (\d+)/s;
const DISCONNECTING_FOR =
  /^Disconnecting: Too many authentication failures(?: for (invalid user )?(.*?))?(?: \[preauth\])?$/s;
const DISCONNECTING =
  /^Disconnecting (?:(?:authenticating|invalid) user (.*) )?(\S+) port (\d+): (Too many authentication failures)?/s;
const USERAUTH_INVALID = /^input_userauth_request: invalid user (.*?)(?: \[preauth\])?$/s;
const NOT_ALLOWED = /^User (.*) from (\S+) not allowed because (.*)$/s;
const ROOT_REFUSED = /^ROOT LOGIN REFUSED FROM (\S+?)(?: port (\d+))?$/;
const POSTPONED = /^Postponed (\S+) for (invalid user )?(.*) from (\S+) port (\d+)/s;
const PAM_MORE = /^PAM (\d+) more authentication failures?;(.*)$/s;
const RETRIES = /^PAM service\(([^)]*)\) ignoring max retries; (\d+) > (\d+)/;

const failed: MessageParser = (text) => {
  const match = FAILED.exec(text);
  if (match === null) return null;
  const method = match[1] as string;
  // "none" is how a client asks which methods there are; it tries no secret.
  const isProbe = method === 'none';
  const meaning: MessageMeaning = {
    eventType: isProbe ? 'authentication_attempt' : 'failed_login',
    severity: isProbe ? 'low' : 'medium',
    action: 'ssh_login',
    outcome: 'failure',
    details: { method },
  };
  if (match[2] !== undefined) withDetail(meaning, 'isInvalidUser', true);
  return withKey(withConnection(withUser(meaning, match[3]), match[4], match[5]), match[7]);
};

const accepted: MessageParser = (text) => {
  const match = ACCEPTED.exec(text);
  if (match === null) return null;
  const meaning: MessageMeaning = {
    eventType: 'successful_login',
    severity: 'informational',
    action: 'ssh_login',
    outcome: 'success',
    details: { method: match[1] },
  };
  return withKey(withConnection(withUser(meaning, match[2]), match[3], match[4]), match[6]);
};

const invalidUser: MessageParser = (text) => {
  const match = INVALID_USER.exec(text);
  if (match === null) return null;
  const meaning: MessageMeaning = {
    eventType: 'invalid_user',
    severity: 'low',
    action: 'ssh_login',
    outcome: 'failure',
  };
  return withConnection(withUser(meaning, match[1]), match[2], match[3]);
};

const attemptsExceeded: MessageParser = (text) => {
  const match = TOO_MANY.exec(text);
  return match === null ? null : withConnection(withUser(tooMany(), match[2]), match[3], match[4]);
};

const disconnecting: MessageParser = (text) => {
  const old = DISCONNECTING_FOR.exec(text);
  if (old !== null) return withUser(tooMany(), old[2]);
  const match = DISCONNECTING.exec(text);
  if (match === null) return null;
  const meaning: MessageMeaning =
    match[4] === undefined
      ? { eventType: 'connection_closed', severity: 'informational', action: 'ssh_disconnect' }
      : tooMany();
  return withConnection(withUser(meaning, match[1]), match[2], match[3]);
};

const userAuthInvalid: MessageParser = (text) => {
  const match = USERAUTH_INVALID.exec(text);
  return match === null ? null : withUser(attempt('authentication_attempt'), match[1]);
};

const notAllowed: MessageParser = (text) => {
  const match = NOT_ALLOWED.exec(text);
  if (match === null) return null;
  return withPeer(withDetail(withUser(denied(), match[1]), 'reason', match[3]), match[2]);
};

const rootRefused: MessageParser = (text) => {
  const match = ROOT_REFUSED.exec(text);
  return match === null ? null : withConnection(withUser(denied(), 'root'), match[1], match[2]);
};

const postponed: MessageParser = (text) => {
  const match = POSTPONED.exec(text);
  if (match === null) return null;
  const meaning: MessageMeaning = {
    eventType: 'authentication_attempt',
    severity: 'informational',
    action: 'ssh_login',
    details: { method: match[1] },
  };
  return withConnection(withUser(meaning, match[3]), match[4], match[5]);
};

const pamMore: MessageParser = (text) => {
  const match = PAM_MORE.exec(text);
  if (match === null) return null;
  const tail = match[2] as string;
  const meaning = withDetail(attempt('authentication_failure'), 'failureCount', Number(match[1]));
  withUser(meaning, /(?:^| )user=(.*)$/s.exec(tail)?.[1]);
  return withPeer(meaning, /(?:^| )rhost=(\S*)/.exec(tail)?.[1]);
};

const pamRetries: MessageParser = (text) => {
  const match = RETRIES.exec(text);
  if (match === null) return null;
  return withDetail(withDetail(tooMany('low'), 'service', match[1]), 'failureCount', Number(match[2]));
};

function attempt(eventType: string): MessageMeaning {
  return {
    eventType,
    severity: eventType === 'authentication_failure' ? 'low' : 'informational',
    action: 'ssh_login',
    outcome: 'failure',
  };
}

function denied(): MessageMeaning {
  return { eventType: 'access_denied', severity: 'medium', action: 'ssh_login', outcome: 'failure' };
}

function tooMany(severity: 'low' | 'medium' = 'medium'): MessageMeaning {
  return { eventType: 'too_many_auth_failures', severity, action: 'ssh_login', outcome: 'failure' };
}

function withConnection(meaning: MessageMeaning, peer: string | undefined, port: string | undefined): MessageMeaning {
  return withDetail(withPeer(meaning, peer), 'sourcePort', portOf(port));
}

function withKey(meaning: MessageMeaning, key: string | undefined): MessageMeaning {
  return withDetail(meaning, 'key', key);
}

/** OpenSSH server (sshd(8), messages of auth.c, auth2.c, monitor.c and their older forms), also its split 9.8+ processes. */
export const sshdFormat: ProgramFormat = {
  name: 'sshd',
  programs: ['sshd', 'sshd-session', 'sshd-auth'],
  byFirstWord: {
    ...sshdConnectionParsers,
    Failed: [failed],
    Accepted: [accepted],
    Invalid: [invalidUser],
    maximum: [attemptsExceeded],
    Disconnecting: [disconnecting],
    input_userauth_request: [userAuthInvalid],
    User: [notAllowed],
    ROOT: [rootRefused],
    Postponed: [postponed],
    PAM: [pamMore, pamRetries],
  },
};
