import { hash } from 'node:crypto';
import { may, type Principal, type RateLimit } from '@redoubt/tenancy';
import type { AuthRefusal } from '../auth/authenticator.ts';
import { isOfOtherOrigin } from '../auth/request-origin.ts';
import { cookieOf, SESSION_COOKIE } from '../auth/session-cookie.ts';
import type { Feed } from './feed.ts';
import { FEED_PROBLEMS, type Admission, type FeedProblem, type FeedSocket } from './feed-socket.ts';
import type { SocketCounts } from './socket-counts.ts';
import { parsePosition } from './stream-position.ts';

export interface AdmissionDeps {
  /** Who holds a session token or API key. */
  verify(token: string): Promise<Principal | AuthRefusal>;
  rateLimit: RateLimit;
  counts: SocketCounts;
}

/** What a socket is refused with; clients find the code in `error.data.code`. */
export class FeedRefusal extends Error {
  readonly data: { code: FeedProblem; detail: string };
  /** Who it was, for those the audit log tells of. */
  readonly audited: { principal?: Principal } | undefined;

  constructor(code: FeedProblem, audited?: { principal?: Principal }) {
    super(FEED_PROBLEMS[code]);
    this.name = 'FeedRefusal';
    this.audited = audited;
    this.data = { code, detail: FEED_PROBLEMS[code] };
  }
}

/**
 * Lets a socket into a feed by what it connected with: a token in `auth`, else the session cookie of the handshake. The
 * organisation is that of the credential; nothing a client says names one.
 *
 * @throws FeedRefusal
 */
export async function admit(socket: FeedSocket, feed: Feed, deps: AdmissionDeps): Promise<Admission> {
  const token = tokenOf(socket);
  const { lastId: given } = socket.handshake.auth as { lastId?: unknown };
  const lastId = parsePosition(given);
  if (given !== undefined && given !== null && !lastId) throw new FeedRefusal('invalid_last_id');
  const principal = await deps.verify(token);
  if ('unavailable' in principal) throw new FeedRefusal('unavailable');
  if (!('permissions' in principal)) {
    const isSuspect = 'isSuspect' in principal && principal.isSuspect === true;
    throw new FeedRefusal('unauthenticated', isSuspect ? {} : undefined);
  }
  if (!mayJoin(principal, feed)) throw new FeedRefusal('forbidden', { principal });
  if (!deps.counts.hasRoomFor(principal)) throw new FeedRefusal('too_many_sockets');
  if (!(await deps.rateLimit.take(principal)).ok) throw new FeedRefusal('rate_limited');
  return { principal, credentialId: hash('sha256', token, 'base64url'), token, lastId };
}

export function mayJoin(principal: Principal, { permissions }: Pick<Feed, 'permissions'>): boolean {
  return permissions.every((permission) => may(principal, permission));
}

function tokenOf({ handshake }: FeedSocket): string {
  const { token } = handshake.auth as { token?: unknown };
  if (typeof token === 'string' && token !== '') return token;
  // A socket has no header for a CSRF token; browsers name the origin of each instead, and pages cannot change that.
  const cookie = cookieOf(handshake.headers.cookie, SESSION_COOKIE);
  if (cookie === undefined) throw new FeedRefusal('unauthenticated');
  if (isOfOtherOrigin({ headers: handshake.headers })) throw new FeedRefusal('foreign_origin', {});
  return cookie;
}
