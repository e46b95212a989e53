import {
  applyUsers,
  connectionsOf,
  killConnections,
  planFrom,
  type AclCluster,
  type AclPlan,
  type ApplyOptions,
  type ApplyResult,
  type AuditEntry,
  type ClusterFacts,
  type DeclaredUsers,
  type NodePlan,
} from '@redoubt/acl';
import { toError, type Clock } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';
import type { DeclaredUsersSource } from '../declared-users.ts';
import type { AclManagerMetrics } from '../metrics.ts';
import type { Turns } from '../turns.ts';

export interface UserWatchDeps {
  cluster: AclCluster;
  source: DeclaredUsersSource;
  turns: Turns;
  /** Never rejects. */
  record: (entry: AuditEntry) => Promise<void>;
  /** Gives replication a user of its own where nodes have none; undefined where that is not ours to do. */
  prepareReplication: (() => Promise<void>) | undefined;
  /** Told of each difference that was not there before. */
  onDrift: (drift: Drift) => void;
  metrics: AclManagerMetrics;
  log: Logger;
  clock: Clock;
}

/** A user that is not as declared on one node. */
export interface Drift {
  node: string;
  user: string;
  change: 'create' | 'update' | 'delete';
  differs: readonly string[];
}

/** Users of every node beside what they should be. */
interface Seen {
  declared: DeclaredUsers;
  facts: ClusterFacts;
}

/** What the last look found. */
export interface WatchState {
  checkedAtMs: number;
  plan: AclPlan;
  /** Users of every node. */
  facts: ClusterFacts;
  declared: DeclaredUsers;
  /** Digest of the users that a node was last told to save, by address; what failed is not there. */
  saved: ReadonlyMap<string, string>;
  /** Of the last time something was written. */
  applied?: ApplyResult;
}

/**
 * Looks at the users of every node and, where it may, puts right what is not as declared: nodes that joined, that
 * restarted with an old file, that were promoted, and changes made by hand.
 */
export class UserWatch {
  readonly #deps: UserWatchDeps;
  readonly #isEnforced: boolean;
  #state: WatchState | undefined;
  /** Differences that were recorded and still stand, so that each is said once. */
  #reported = new Set<string>();
  readonly #saved = new Map<string, string>();
  #isFirst = true;
  /** Why nothing could be written; said once until it changes. */
  #refusedFor = '';

  constructor(deps: UserWatchDeps, { isEnforced }: { isEnforced: boolean }) {
    this.#deps = deps;
    this.#isEnforced = isEnforced;
  }

  get state(): WatchState | undefined {
    return this.#state;
  }

  /** One look. Rejects when no node answers or the passwords cannot be read. */
  look(): Promise<void> {
    return this.#deps.turns.take(() => this.#look());
  }

  async #look(): Promise<void> {
    const { source, clock, metrics } = this.#deps;
    const seen = await this.#prepared(await source.read());
    const plan = planFrom(seen.facts, seen.declared);
    metrics.checkedAt.set(clock.now() / 1_000);
    metrics.driftedNodes.set(plan.nodes.filter(hasChanges).length);
    metrics.downNodes.set(plan.down.length);
    await this.#report(plan);
    const { applied } = this.#state ?? {};
    const isSaved = seen.facts.up.every(({ node, digest }) => this.#saved.get(node.address) === digest);
    const mustApply = this.#isEnforced && (!plan.isEmpty || this.#isFirst || !isSaved);
    if (mustApply) await this.#apply(seen, plan);
    else this.#state = { checkedAtMs: clock.now(), plan, ...seen, saved: this.#saved, ...(applied ? { applied } : {}) };
    const { up } = (this.#state as WatchState).facts;
    if (this.#isEnforced) await this.#endConnections(seen);
    metrics.digests.set(new Set(up.map(({ digest }) => digest)).size);
    metrics.users.set(Math.max(0, ...up.map(({ users }) => users.filter(({ isOn }) => isOn).length)));
  }

  /**
   * What nodes have, and what they should have: `default` stays open until replication has a user of its own on every
   * node.
   */
  async #prepared(declared: DeclaredUsers): Promise<Seen> {
    const { cluster, prepareReplication, log } = this.#deps;
    const facts = await cluster.facts();
    if (!this.#isEnforced || prepareReplication === undefined) return { declared, facts };
    if (facts.up.every(({ masterUser }) => masterUser === 'replication')) return { declared, facts };
    const first = { ...declared, defaultUser: 'keep' as const };
    const written = await applyUsers(cluster, first, { downNodes: 'skip' });
    if (written.refused.length > 0) return { declared: first, facts };
    await prepareReplication();
    log.info('replication_has_a_user');
    return { declared, facts: await cluster.facts() };
  }

  /**
   * Who is shut out has no connections either: a node may have come back with a file from before, or somebody shut the
   * user out without acl-manager while users were being written.
   */
  async #endConnections({ declared, facts }: Seen): Promise<void> {
    const { cluster, record, log } = this.#deps;
    const nodes = facts.up.map(({ node }) => node);
    for (const { role } of declared.users.filter(({ isOn }) => isOn === false)) {
      try {
        const ended = await killConnections(cluster, await connectionsOf(cluster, nodes, role.name));
        if (ended > 0) await record({ kind: 'user_revoked', user: role.name, detail: { endedConnections: ended } });
      } catch (error) {
        // Tried again at the next look.
        log.error({ err: toError(error), user: role.name }, 'connections_not_ended');
      }
    }
  }

  async #report(plan: AclPlan): Promise<void> {
    const found = new Set<string>();
    for (const node of plan.nodes) {
      for (const change of node.changes) {
        const { user, kind, differs } = change;
        const id = driftId(node, change);
        found.add(id);
        // What a first start has to do is no drift; it is recorded as it is done.
        if (this.#reported.has(id) || (this.#isFirst && (kind === 'create' || user === 'default'))) continue;
        this.#deps.log.warn({ node: node.address, user, kind, differs }, 'acl_drift');
        this.#deps.onDrift({ node: node.address, user, change: kind, differs });
        await this.#deps.record({ kind: 'users_drifted', node: node.address, user, detail: { change: kind, differs } });
      }
    }
    this.#reported = found;
  }

  /**
   * Writes the declared users now. In mode `report` users that are not declared are left alone, and `default` is.
   * Rejects when no node answers or the store cannot be read.
   */
  applyNow(): Promise<ApplyResult> {
    return this.#deps.turns.take(async () => {
      const declared = await this.#deps.source.read();
      const seen = await this.#prepared(this.#isEnforced ? declared : { ...declared, defaultUser: 'keep' });
      return this.#apply(seen, planFrom(seen.facts, seen.declared));
    });
  }

  /**
   * Writes one declared user now, whatever the mode is, and touches no other. Rejects as `applyNow` does.
   *
   * @param change what is declared otherwise from now on; no look comes between, to which it would be drift
   */
  applyUser(user: string, change: () => Promise<void>): Promise<ApplyResult> {
    return this.#deps.turns.take(async () => {
      await change();
      return this.#write(await this.#deps.source.read(), { only: user });
    });
  }

  /** Writes them, and looks at what every node has then. */
  async #apply({ declared }: Seen, before: AclPlan): Promise<ApplyResult> {
    const { cluster, metrics, clock } = this.#deps;
    const result = await this.#write(declared, { keepsOrphans: !this.#isEnforced });
    const facts = await cluster.facts();
    const plan = result.isOk ? planFrom(facts, declared) : before;
    this.#state = { checkedAtMs: clock.now(), plan, facts, declared, saved: this.#saved, applied: result };
    if (!result.isOk) return result;
    this.#isFirst = false;
    this.#refusedFor = '';
    metrics.driftedNodes.set(plan.nodes.filter(hasChanges).length);
    const left = new Set(plan.nodes.flatMap((node) => node.changes.map((change) => driftId(node, change))));
    this.#reported = new Set([...this.#reported].filter((id) => left.has(id)));
    return result;
  }

  async #write(declared: DeclaredUsers, options: ApplyOptions): Promise<ApplyResult> {
    const { cluster, metrics, record, log } = this.#deps;
    const result = await applyUsers(cluster, declared, { downNodes: 'skip', ...options });
    metrics.applies.inc({ result: result.isOk ? 'ok' : result.refused.length > 0 ? 'refused' : 'partial' });
    if (result.refused.length > 0) await this.#refuse(result.refused);
    for (const { address, done, error, digest, isSaved } of result.nodes) {
      if (isSaved) this.#saved.set(address, digest);
      else this.#saved.delete(address);
      if (error !== undefined) log.error({ node: address, error }, 'acl_apply_failed');
      if (done.length === 0 && error === undefined) continue;
      await record({
        kind: 'users_applied',
        node: address,
        detail: { done, isSaved, digest, ...(error ? { error } : {}) },
      });
    }
    return result;
  }

  async #refuse(reasons: readonly string[]): Promise<void> {
    const text = reasons.join('; ');
    if (text === this.#refusedFor) return;
    this.#refusedFor = text;
    this.#deps.log.error({ reasons }, 'acl_apply_refused');
    await this.#deps.record({ kind: 'users_refused', detail: { reasons } });
  }
}

function driftId({ address }: NodePlan, { user, kind, differs }: NodePlan['changes'][number]): string {
  return [address, user, kind, ...differs].join(' ');
}

function hasChanges({ changes }: NodePlan): boolean {
  return changes.length > 0;
}

/** Whether the last look at the users found all as declared on every node. */
export function isAsDeclared(state: WatchState | undefined): { ok: boolean; detail: string } {
  if (state === undefined) return { ok: false, detail: 'not looked at yet' };
  const { plan } = state;
  const [down] = plan.down;
  if (down) return { ok: false, detail: `${down.address} does not answer: ${down.reason}` };
  const faults = [...plan.problems, ...plan.warnings];
  if (faults.length > 0) return { ok: false, detail: faults.join('; ') };
  const drifted = plan.nodes.filter(hasChanges).map(({ address }) => address);
  return drifted.length === 0
    ? { ok: true, detail: 'ok' }
    : { ok: false, detail: `not as declared: ${drifted.join(', ')}` };
}
