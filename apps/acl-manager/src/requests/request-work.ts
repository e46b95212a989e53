import {
  connectionsOf,
  IRREVOCABLE_USERS,
  killConnections,
  type AclCluster,
  type ApplyResult,
  type AuditEntry,
  type Credential,
  type CredentialStore,
} from '@redoubt/acl';
import { toError, type Clock, type RotatedUser, type SecurityReply, type SecurityRequest } from '@redoubt/contracts';
import type { DeclaredUsersSource } from '../declared-users.ts';
import type { RevokedUsers } from '../revoked-users.ts';
import type { Asked, Rotations } from '../watch/rotations.ts';
import type { UserWatch } from '../watch/user-watch.ts';

export type RequestOutcome = Pick<SecurityReply, 'ok' | 'detail' | 'result'>;

export interface RequestWorkDeps {
  cluster: AclCluster;
  store: CredentialStore;
  source: DeclaredUsersSource;
  revoked: RevokedUsers;
  rotations: Rotations;
  watch: UserWatch;
  record: (entry: AuditEntry) => Promise<void>;
  clock: Clock;
}

/** How a request is carried out. */
export interface Doing {
  /** When it was asked, epoch ms; what was done for it since then is not done again. */
  askedAtMs: number;
  /** Ends it at a point where another instance can go on. */
  signal: AbortSignal;
  /** Told what is waited for. */
  onProgress: (text: string) => void;
}

type Of<A extends SecurityRequest['action']> = Extract<SecurityRequest, { action: A }>;

const RETRY_FOR_MS = 180_000;
const RETRY_PAUSE_MS = 1_000;

/** Carries out requests; each refuses what it does not know before anything changes. */
export class RequestWork {
  readonly #deps: RequestWorkDeps;

  constructor(deps: RequestWorkDeps) {
    this.#deps = deps;
  }

  /**
   * @throws what Redis or the store throws
   */
  do(request: SecurityRequest, doing: Doing): Promise<RequestOutcome> {
    switch (request.action) {
      case 'rotate':
        return this.#rotate(request, doing);
      case 'rollback':
        return this.#rollBack(request, doing);
      case 'revoke':
        return this.#revoke(request);
      case 'test':
        return this.#test(request);
      case 'reinstate':
        return this.#reinstate(request);
      case 'apply':
        return this.#apply(request);
    }
  }

  #unknown(user: string): RequestOutcome | undefined {
    const { names } = this.#deps.source;
    if (names.includes(user)) return undefined;
    return { ok: false, detail: `no user ${user} is declared; declared are ${[...names].sort().join(', ')}` };
  }

  async #rotate({ user, actor, reason }: Of<'rotate'>, doing: Doing): Promise<RequestOutcome> {
    const unknown = user === undefined ? undefined : this.#unknown(user);
    if (unknown) return unknown;
    const users: RotatedUser[] = [];
    for (const name of user === undefined ? rotationOrder(this.#deps.source.names) : [user]) {
      doing.onProgress(`rotating ${name}`);
      users.push(await this.#rotateToTheEnd(name, { actor, reason, onProgress: doing.onProgress }, doing));
    }
    return ofRotations('rotate', users);
  }

  /** A node that is down holds a rotation up: it is tried again, as long as it is under way. */
  async #rotateToTheEnd(user: string, asked: Asked, { askedAtMs, signal }: Doing): Promise<RotatedUser> {
    const { rotations, store, clock } = this.#deps;
    const deadline = clock.monotonicMs() + RETRY_FOR_MS;
    const isOlder = ({ createdAtMs }: Credential): boolean => createdAtMs < askedAtMs;
    let found = await rotations.rotate(user, asked, (held) => isOlder(held) && !wasTurnedRoundSince(held, askedAtMs));
    while (!found.ok && !signal.aborted && clock.monotonicMs() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS));
      const held = await store.read(user);
      if (held === undefined) return found;
      // Not under way any more: it came to its end by itself, or was turned round and must not begin again.
      if (held.rotation === undefined)
        return isOlder(held) ? found : { user, ok: true, detail: 'rotated at a later try' };
      const later = await rotations.rotate(user, asked, () => false);
      const wasTurnedRound = later.ok && isOlder((await store.read(user)) ?? held);
      if (wasTurnedRound) return found;
      found = later;
    }
    return found;
  }

  async #rollBack({ user, actor, reason }: Of<'rollback'>, { askedAtMs }: Doing): Promise<RequestOutcome> {
    const unknown = this.#unknown(user);
    if (unknown) return unknown;
    const isDone = (held: Credential): boolean => wasTurnedRoundSince(held, askedAtMs);
    return ofRotations('rollback', [await this.#deps.rotations.rollBack(user, { actor, reason }, isDone)]);
  }

  async #revoke({ user, actor, reason }: Of<'revoke'>): Promise<RequestOutcome> {
    const unknown = this.#unknown(user);
    if (unknown) return unknown;
    if (IRREVOCABLE_USERS.has(user)) return { ok: false, detail: `${user} cannot be shut out: the cluster needs it` };
    const { revoked, watch, cluster, record } = this.#deps;
    let isKept = false;
    const applied = await watch.applyUser(user, async () => {
      isKept = await revoked.add(user);
    });
    const problem = problemOf(applied) ?? (isKept ? undefined : notKept(user));
    // Switched off, a user's open connections go on: they are ended, and counted again.
    const nodes = applied.nodes.map(({ address, role }) => ({ id: '', address, role, health: 'ok' as const }));
    const endedConnections = await killConnections(cluster, await connectionsOf(cluster, nodes, user));
    const leftConnections = (await connectionsOf(cluster, nodes, user)).length;
    const ok = problem === undefined && leftConnections === 0;
    await record({ kind: 'user_revoked', user, actor, reason, detail: { endedConnections, leftConnections, ok } });
    const detail = problem ?? `${user} is shut out of ${nodes.length} nodes, ${endedConnections} connections ended`;
    return { ok, detail, result: { action: 'revoke', user, endedConnections, leftConnections } };
  }

  async #test({ user, command }: Of<'test'>): Promise<RequestOutcome> {
    const { cluster } = this.#deps;
    const nodes = await Promise.all(
      (await cluster.nodes()).map(async ({ address }) => {
        const answer = await cluster.call(address, 'ACL', 'DRYRUN', user, ...command).then(
          (reply) => String(reply),
          (error: unknown) => toError(error).message,
        );
        return { address, isAllowed: answer === 'OK', answer };
      }),
    );
    const allowed = nodes.filter(({ isAllowed }) => isAllowed).length;
    const detail = allowed === nodes.length ? `allowed on all ${allowed} nodes` : refusedText(nodes, allowed);
    return { ok: allowed === nodes.length, detail, result: { action: 'test', nodes } };
  }

  async #reinstate({ user }: Of<'reinstate'>): Promise<RequestOutcome> {
    const unknown = this.#unknown(user);
    if (unknown) return unknown;
    const { revoked, watch } = this.#deps;
    return ofApplied(await watch.applyUser(user, () => revoked.remove(user)), `${user} as declared`);
  }

  async #apply({ user }: Of<'apply'>): Promise<RequestOutcome> {
    const unknown = user === undefined ? undefined : this.#unknown(user);
    if (unknown) return unknown;
    const { revoked, watch } = this.#deps;
    if (user === undefined) return ofApplied(await watch.applyNow(), 'the declared users');
    const isOut = (await revoked.read()).has(user);
    const applied = await watch.applyUser(user, () => Promise.resolve());
    return ofApplied(applied, isOut ? `${user}, which stays shut out` : `${user} as declared`);
  }
}

function ofApplied(applied: ApplyResult, what: string): RequestOutcome {
  const nodes = applied.nodes.map(({ address, done, digest, error }) => ({
    ...{ address, done, digest },
    ...(error === undefined ? {} : { error }),
  }));
  const detail = problemOf(applied) ?? `${nodes.length} nodes have ${what}`;
  return { ok: applied.isOk, detail, result: { action: 'apply', nodes } };
}

/** Its own user last, so that what can fail for want of rights has been done by then. */
function rotationOrder(names: readonly string[]): string[] {
  const rank = (name: string): number => (name === 'acl-manager' ? 2 : name === 'replication' ? 1 : 0);
  return [...names].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function wasTurnedRoundSince({ rolledBackAtMs = 0 }: Credential, sinceMs: number): boolean {
  return rolledBackAtMs >= sinceMs;
}

function notKept(user: string): string {
  return `${user} is shut out, but no replica has confirmed that: ask again once replicas follow`;
}

function ofRotations(action: 'rotate' | 'rollback', users: readonly RotatedUser[]): RequestOutcome {
  const failed = users.filter(({ ok }) => !ok);
  const [only] = users;
  const detail =
    users.length === 1 && only
      ? only.detail
      : failed.length === 0
        ? `${users.length} users rotated`
        : failed.map(({ detail: text }) => text).join('; ');
  return { ok: failed.length === 0, detail, result: { action, users } };
}

function problemOf({ refused, skipped, nodes }: ApplyResult): string | undefined {
  const problems = [
    ...refused,
    ...skipped.map(({ address, reason }) => `${address} does not answer: ${reason}`),
    ...nodes.flatMap(({ address, error }) => (error === undefined ? [] : [`${address}: ${error}`])),
  ];
  return problems.length === 0 ? undefined : problems.join('; ');
}

function refusedText(nodes: readonly { isAllowed: boolean; answer: string }[], allowed: number): string {
  const answers = [...new Set(nodes.filter(({ isAllowed }) => !isAllowed).map(({ answer }) => answer))];
  return `refused on ${nodes.length - allowed} of ${nodes.length} nodes: ${answers.join('; ')}`;
}
