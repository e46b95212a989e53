import { toError, type Clock } from '@redoubt/contracts';
import type { EndedSessions, Principal, Sessions } from '@redoubt/tenancy';
import type { Logger } from '@redoubt/telemetry';
import type { OrgId } from '@redoubt/contracts';
import type { AuthRefusal } from '../auth/authenticator.ts';
import { mayJoin } from './admission.ts';
import type { Feed } from './feed.ts';
import type { FeedMetrics } from './feed-metrics.ts';
import { endSocket, type Admission, type FeedProblem, type FeedSocket } from './feed-socket.ts';

export interface CredentialWatchDeps {
  verify(token: string): Promise<Principal | AuthRefusal>;
  sessions: Pick<Sessions, 'forget'>;
  metrics: FeedMetrics;
  log: Logger;
  clock: Clock;
}

export interface CredentialWatchOptions {
  /** How often API keys are looked at again; mostly in memory. @default 1 s */
  keyIntervalMs?: number;
  /** Ends of sessions are told at once; this finds what was not heard, and expiry. @default 5 s */
  sessionIntervalMs?: number;
  /** Sockets of a credential that cannot be verified for so long are ended. @default 30 s */
  unverifiedMs?: number;
}

const DEFAULTS: Required<CredentialWatchOptions> = {
  keyIntervalMs: 1_000,
  sessionIntervalMs: 5_000,
  unverifiedMs: 30_000,
};
const TICK_MS = 250;
/** Credentials asked about at once; the others wait for the next tick. */
const CHECKED_AT_ONCE = 100;

interface Watched {
  admission: Admission;
  sockets: Map<FeedSocket, Feed>;
  nextMs: number;
  verifiedMs: number;
  isChecking: boolean;
}

/** Ends sockets whose credential does not hold any more: told by Redis at once, and looked at again now and then. */
export class CredentialWatch {
  readonly #deps: CredentialWatchDeps;
  readonly #options: Required<CredentialWatchOptions>;
  readonly #watched = new Map<string, Watched>();
  readonly #timer: NodeJS.Timeout;

  constructor(deps: CredentialWatchDeps, options: CredentialWatchOptions = {}) {
    this.#deps = deps;
    this.#options = { ...DEFAULTS, ...options };
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  add(socket: FeedSocket, feed: Feed, admission: Admission): void {
    const nowMs = this.#deps.clock.monotonicMs();
    let watched = this.#watched.get(admission.credentialId);
    if (!watched) {
      watched = { admission, sockets: new Map(), nextMs: nowMs, verifiedMs: nowMs, isChecking: false };
      this.#watched.set(admission.credentialId, watched);
    }
    watched.sockets.set(socket, feed);
    // It was verified a moment ago; should it have ended since, nobody listened for it yet.
    watched.nextMs = nowMs;
  }

  remove(socket: FeedSocket, { credentialId }: Admission): void {
    const watched = this.#watched.get(credentialId);
    watched?.sockets.delete(socket);
    if (watched?.sockets.size === 0) this.#watched.delete(credentialId);
  }

  /** What the channel of ended sessions says. */
  end(ended: EndedSessions): void {
    this.#deps.sessions.forget(ended);
    for (const watched of this.#watched.values()) {
      const { principal } = watched.admission;
      if (principal.kind === 'user' && isMeant(ended, principal)) this.#endAll(watched, 'unauthenticated');
    }
  }

  /** Ends of sessions of these organisations may have been missed. */
  recheck(orgIds: readonly OrgId[]): void {
    const meant = new Set(orgIds);
    for (const watched of this.#watched.values()) if (meant.has(watched.admission.principal.orgId)) watched.nextMs = 0;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#watched.clear();
  }

  #tick(): void {
    const nowMs = this.#deps.clock.monotonicMs();
    let checked = 0;
    for (const watched of this.#watched.values()) {
      if (watched.nextMs > nowMs || watched.isChecking) continue;
      void this.#check(watched);
      if (++checked === CHECKED_AT_ONCE) return;
    }
  }

  async #check(watched: Watched): Promise<void> {
    const { keyIntervalMs, sessionIntervalMs, unverifiedMs } = this.#options;
    const { clock } = this.#deps;
    const { admission } = watched;
    const askedMs = clock.monotonicMs();
    watched.isChecking = true;
    const result = await this.#verify(admission.token);
    watched.isChecking = false;
    watched.nextMs = askedMs + (admission.principal.kind === 'api_key' ? keyIntervalMs : sessionIntervalMs);
    if ('unavailable' in result) {
      if (clock.monotonicMs() - watched.verifiedMs > unverifiedMs) this.#endAll(watched, 'unavailable');
      return;
    }
    if (!('permissions' in result) || result.orgId !== admission.principal.orgId) {
      return this.#endAll(watched, 'unauthenticated');
    }
    watched.verifiedMs = askedMs;
    for (const [socket, feed] of watched.sockets) if (!mayJoin(result, feed)) this.#end(socket, 'forbidden');
  }

  async #verify(token: string): Promise<Principal | AuthRefusal> {
    try {
      return await this.#deps.verify(token);
    } catch (thrown) {
      this.#deps.log.error({ err: toError(thrown) }, 'socket_credential_check_failed');
      return { unavailable: true };
    }
  }

  #endAll({ sockets }: Watched, code: FeedProblem): void {
    for (const socket of [...sockets.keys()]) this.#end(socket, code);
  }

  #end(socket: FeedSocket, code: FeedProblem): void {
    this.#deps.metrics.refused.inc({ code });
    endSocket(socket, code);
  }
}

function isMeant(ended: EndedSessions, principal: Extract<Principal, { kind: 'user' }>): boolean {
  if (ended.orgId !== principal.orgId) return false;
  if (ended.kind === 'session') return ended.sessionHash === principal.sessionHash;
  return ended.kind === 'all' || ended.userId === principal.userId;
}
