import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { Refusal } from '../../http/refusal.ts';

const GITHUB = 'x-hub-signature-256';
const STANDARD = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
const BEARER = /^bearer +/i;

/**
 * Checks that a webhook comes from who knows its secret: by an HMAC-SHA256 over the body as GitHub sends it, by the
 * Standard Webhooks headers (with their time, at most 5 min off), or by the secret itself as token.
 *
 * @throws Refusal invalid_signature; unauthenticated when there is neither
 */
export function checkSignature(headers: IncomingHttpHeaders, body: Buffer, secret: string): void {
  const github = headers[GITHUB];
  const isStandard = headers['webhook-signature'] !== undefined;
  const token = tokenOf(headers);
  if (typeof github === 'string') return check(isSame(github, githubSignature(body, secret)));
  if (isStandard) return check(isStandardSignature(headers, body, secret));
  if (token !== undefined) return check(isSame(token, secret));
  throw new Refusal('unauthenticated', 'sign the body, or send the secret of the webhook as token');
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
