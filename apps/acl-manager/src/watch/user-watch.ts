import {
  applyUsers,
  planUsers,
  type AclCluster,
  type AclPlan,
  type ApplyResult,
  type AuditEntry,
  type ClusterFacts,
  type DeclaredUsers,
  type NodePlan,
} from '@redoubt/acl';
import type { Clock } from '@redoubt/contracts';
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

/** What the last look found. */
export interface WatchState {
  checkedAtMs: number;
  plan: AclPlan;
  /** Users of every node. */
  facts: ClusterFacts;
  declared: DeclaredUsers;
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
    const { cluster, source, clock, metrics } = this.#deps;
    const declared = await this.#ready(await source.read());
    const plan = await planUsers(cluster, declared);
    metrics.checkedAt.set(clock.now() / 1_000);
    metrics.driftedNodes.set(plan.nodes.filter(({ changes }) => changes.length > 0).length);
    metrics.downNodes.set(plan.down.length);
    await this.#report(plan);
    const mustApply = this.#isEnforced && (!plan.isEmpty || this.#isFirst);
    const [after, applied] = mustApply ? await this.#apply(declared, plan) : [plan, this.#state?.applied];
    const facts = await cluster.facts();
    this.#state = { checkedAtMs: clock.now(), plan: after, facts, declared, ...(applied ? { applied } : {}) };
    metrics.digests.set(new Set(facts.up.map(({ digest }) => digest)).size);
    metrics.users.set(Math.max(0, ...facts.up.map(({ users }) => users.filter(({ isOn }) => isOn).length)));
  }

  /** `default` stays open until replication has a user of its own on every node. */
  async #ready(declared: DeclaredUsers): Promise<DeclaredUsers> {
    const { cluster, prepareReplication, log } = this.#deps;
    if (!this.#isEnforced || prepareReplication === undefined) return declared;
    const facts = await cluster.facts();
    if (facts.up.every(({ masterUser }) => masterUser === 'replication')) return declared;
    const first = { ...declared, defaultUser: 'keep' as const };
    const written = await applyUsers(cluster, first, { downNodes: 'skip' });
    if (written.refused.length > 0) return first;
    await prepareReplication();
    log.info('replication_has_a_user');
    return declared;
  }

  async #report(plan: AclPlan): Promise<void> {
    const found = new Set<string>();
    for (const node of plan.nodes) {
      for (const { user, kind, differs } of node.changes) {
        const id = [node.address, user, kind, ...differs].join(' ');
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

  /** Writes the declared users now, whatever the mode is. Rejects when no node answers or the store cannot be read. */
  applyNow(): Promise<ApplyResult> {
    return this.#deps.turns.take(async () => {
      const { cluster, source, clock } = this.#deps;
      const declared = await this.#ready(await source.read());
      const [plan, applied] = await this.#apply(declared, await planUsers(cluster, declared));
      const facts = await cluster.facts();
      this.#state = { checkedAtMs: clock.now(), plan, facts, declared, applied };
      return applied;
    });
  }

  /** @returns what is left to do, and what was done */
  async #apply(declared: DeclaredUsers, before: AclPlan): Promise<[AclPlan, ApplyResult]> {
    const { cluster, metrics, record, log } = this.#deps;
    const result = await applyUsers(cluster, declared, { downNodes: 'skip' });
    metrics.applies.inc({ result: result.isOk ? 'ok' : result.refused.length > 0 ? 'refused' : 'partial' });
    if (result.refused.length > 0) await this.#refuse(result.refused);
    for (const { address, done, error, digest, isSaved } of result.nodes) {
      if (error !== undefined) log.error({ node: address, error }, 'acl_apply_failed');
      if (done.length === 0 && error === undefined) continue;
      await record({
        kind: 'users_applied',
        node: address,
        detail: { done, isSaved, digest, ...(error ? { error } : {}) },
      });
    }
    if (!result.isOk) return [before, result];
    this.#isFirst = false;
    this.#refusedFor = '';
    const plan = await planUsers(cluster, declared);
    metrics.driftedNodes.set(plan.nodes.filter(hasChanges).length);
    this.#reported.clear();
    return [plan, result];
  }

  async #refuse(reasons: readonly string[]): Promise<void> {
    const text = reasons.join('; ');
    if (text === this.#refusedFor) return;
    this.#refusedFor = text;
    this.#deps.log.error({ reasons }, 'acl_apply_refused');
    await this.#deps.record({ kind: 'users_refused', detail: { reasons } });
  }
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
  if (plan.problems.length > 0) return { ok: false, detail: plan.problems.join('; ') };
  const drifted = plan.nodes.filter(hasChanges).map(({ address }) => address);
  return drifted.length === 0
    ? { ok: true, detail: 'ok' }
    : { ok: false, detail: `not as declared: ${drifted.join(', ')}` };
}
