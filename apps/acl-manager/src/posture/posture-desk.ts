import type { CredentialStore } from '@redoubt/acl';
import type { Policy } from '@redoubt/compliance';
import type { Clock, SecurityPosture } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { readEncryption } from '@redoubt/rulebook';
import type { Collector } from '../collect/collector.ts';
import type { HourCounters } from '../collect/hour-counters.ts';
import type { AclManagerMetrics } from '../metrics.ts';
import type { WatchState } from '../watch/user-watch.ts';
import { buildPosture, type PostureOptions } from './build-posture.ts';
import type { CredentialFacts, PostureEvidence } from './evidence.ts';
import type { Probes } from './probes.ts';

const LIFE_S = 60;

export interface PostureDeskDeps {
  redis: RedisClient;
  store: CredentialStore;
  watch: { state: WatchState | undefined };
  collector: Pick<Collector, 'last' | 'timeline'>;
  hours: HourCounters;
  probes: () => Probes;
  metrics: AclManagerMetrics;
  clock: Clock;
}

export interface PostureDeskOptions extends PostureOptions {
  policy: Policy;
  /** A look older than this says nothing any more, ms. */
  staleAfterMs: number;
}

/** Puts the posture together, publishes it, and answers for it. */
export class PostureDesk {
  readonly #deps: PostureDeskDeps;
  readonly #options: PostureDeskOptions;
  #credentials: readonly CredentialFacts[] = [];
  #encryption: PostureEvidence['encryption'] = { keyId: null, operations24h: null };

  constructor(deps: PostureDeskDeps, options: PostureDeskOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  /** Publishes what is known now. Rejects when the store or Redis does not answer. */
  async publish(): Promise<void> {
    const { redis, store, metrics } = this.#deps;
    this.#credentials = (await store.list()).map(({ user, createdAtMs, rotation }) => ({
      ...{ user, createdAtMs },
      ...(rotation ? { rotation } : {}),
    }));
    this.#encryption = await readEncryption(redis, this.#deps.clock.now());
    const posture = this.posture();
    const text = JSON.stringify(posture);
    await redis.call('SET', clusterKeys.aclPosture(), [text, 'EX', LIFE_S], { retry: 'free' });
    metrics.score.set(posture.score.value ?? 0);
    metrics.measuredShare.set(posture.score.measuredShare);
    for (const { checkId, status } of posture.checks) {
      for (const one of ['pass', 'fail', 'not_measured', 'not_applicable'] as const)
        metrics.checks.set({ check: checkId, status: one }, one === status ? 1 : 0);
    }
    metrics.successRate.set(posture.authentication.successRate ?? 1);
    metrics.recentFailures.set(posture.authentication.failures24h);
    // Nodes that left are in no posture any more.
    metrics.certificates.reset();
    for (const { address, certNotAfterMs } of posture.nodes) {
      if (certNotAfterMs !== undefined) metrics.certificates.set({ node: address }, certNotAfterMs / 1_000);
    }
    metrics.lookDuration.observe(posture.overhead.lookMs / 1_000);
  }

  posture(): SecurityPosture {
    return buildPosture(this.#evidence(), this.#deps.collector.timeline, this.#options);
  }

  /** For /healthz/security: bad when something critical fails or the nodes were not looked at lately. */
  report(): { ok: boolean; body: SecurityPosture & { ok: boolean } } {
    const posture = this.posture();
    const { watch, look } = this.#evidence();
    const isFresh = watch !== undefined && look !== undefined;
    const ok = isFresh && !posture.checks.some(({ status, isCritical }) => isCritical && status === 'fail');
    return { ok, body: { ok, ...posture } };
  }

  #evidence(): PostureEvidence {
    const { clock, watch, collector, hours, probes } = this.#deps;
    const { policy, staleAfterMs } = this.#options;
    const nowMs = clock.now();
    const { state } = watch;
    const { last } = collector;
    return {
      nowMs,
      watch: state !== undefined && nowMs - state.checkedAtMs <= staleAfterMs ? state : undefined,
      look: last !== undefined && nowMs - last.atMs <= staleAfterMs ? last : undefined,
      ...{ credentials: this.#credentials, encryption: this.#encryption, hours, probes: probes() },
      policy,
    };
  }
}
