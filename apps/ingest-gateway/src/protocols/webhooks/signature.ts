import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { Refusal } from '../../http/refusal.ts';

const GITHUB = 'x-hub-signature-256';
const STANDARD = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
const BEARER = /^bearer +/i;

/** Checks a body against what the head says of it. @throws Refusal invalid_signature */
export type BodyCheck = (body: Buffer) => void;

/**
 * How a webhook shows that it comes from who knows its secret: by an HMAC-SHA256 over the body as GitHub sends it, by
 * the Standard Webhooks headers (with their time, at most 5 min off), or by the secret itself as token.
 *
 * @returns the check that is left for the body; undefined when the token has shown it already
 * @throws Refusal invalid_signature; unauthenticated when there is none of them
 */
export function checkHead(headers: IncomingHttpHeaders, secret: string): BodyCheck | undefined {
  const github = headers[GITHUB];
  if (typeof github === 'string') return (body) => check(isSame(github, githubSignature(body, secret)));
  if (headers['webhook-signature'] !== undefined) return (body) => check(isStandardSignature(headers, body, secret));
  const token = tokenOf(headers);
  if (token === undefined) {
    throw new Refusal('unauthenticated', 'sign the body, or send the secret of the webhook as token');
  }
  check(isSame(token, secret));
  return undefined;
}

function check(isRight: boolean): void {
  if (!isRight) throw new Refusal('invalid_signature');
}

function githubSignature(body: Buffer, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function isStandardSignature(headers: IncomingHttpHeaders, body: Buffer, secret: string): boolean {
  const given = Object.fromEntries(STANDARD.map((name) => [name, String(headers[name] ?? '')]));
  try {
    new Webhook(secret).verify(body.toString('utf8'), given);
    return true;
  } catch {
    return false;
  }
}

/** A token as Alertmanager and Falcosidekick (`Authorization`) or GitLab send it. */
function tokenOf(headers: IncomingHttpHeaders): string | undefined {
  const gitlab = headers['x-gitlab-token'];
  if (typeof gitlab === 'string') return gitlab;
  const { authorization } = headers;
  return authorization === undefined ? undefined : authorization.replace(BEARER, '');
}

/** Digests are compared, so that the time says nothing of length or content. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));
}
