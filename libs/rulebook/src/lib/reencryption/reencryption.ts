import { parseOrgId, toError } from '@redoubt/contracts';
import type { SecretBox } from '@redoubt/encryption';
import { createQueue, createWorker, defineJobType, jobId, RetryLaterError, type QueueDeps } from '@redoubt/jobs';
import type { Metrics } from '@redoubt/telemetry';
import { z } from 'zod';
import type { RulebookDeps } from '../rulebook-deps.ts';
import { createReencryptionMetrics, SECRET_STATES } from './reencryption-metrics.ts';
import { addCounts, countAllSecrets, NO_SECRETS, type SecretCounts } from './count-secrets.ts';
import { reencryptSecrets } from './reencrypt-secrets.ts';

export interface ReencryptionDeps extends QueueDeps, RulebookDeps {
  secretBox: SecretBox;
  metrics: Metrics;
}

export interface ReencryptionOptions {
  /** How often it is looked for another active key, ms; the pause between looks at everything while there are stale secrets. @default 5000 */
  checkIntervalMs?: number;
  /** The pause when there are none, ms. @default 3600000 */
  fullIntervalMs?: number;
}

/** Brings stored secrets to the active key; close it before the connections it uses. */
export interface Reencryption {
  /** Looks at everything now and adds a job for each organisation with stale secrets. */
  sweep(): Promise<SecretCounts>;
  close(): Promise<void>;
}

/** One organisation's secrets; `keyId` is the key that was active when it was added. */
export const reencryptJob = defineJobType({
  queue: 'reencrypt',
  schema: z.strictObject({ orgId: z.uuid(), keyId: z.string().max(32) }),
  keepCompleted: { count: 10_000, ageSeconds: 3_600 },
});

/** A service whose copy of the key file is behind waits for it. */
const KEY_PAUSE_MS = 5_000;

/**
 * Seals stored secrets anew when a key became the active one, and at the first start those of an older format: one job
 * per organisation and key, so that a crash costs at most the organisation in hand, and any number of instances share
 * the work. Progress is what is left: `redoubt_encryption_secrets{state}`.
 */
export function createReencryption(deps: ReencryptionDeps, options: ReencryptionOptions = {}): Reencryption {
  const { database, secretBox, log } = deps;
  const { checkIntervalMs = 5_000, fullIntervalMs = 3_600_000 } = options;
  const secrets = createReencryptionMetrics(deps.metrics);
  const queue = createQueue(reencryptJob, deps);
  const worker = createWorker(reencryptJob, (data) => run(data), deps, { concurrency: 1 });
  const closing = new AbortController();
  let swept = { keyId: '', stale: Infinity };
  let pauseMs = checkIntervalMs;
  let nextAtMs = 0;

  async function run({ orgId, keyId }: { orgId: string; keyId: string }): Promise<unknown> {
    if (!secretBox.hasKey(keyId)) throw new RetryLaterError(`key ${keyId} is not here yet`, KEY_PAUSE_MS);
    const actor = 'system:reencryption';
    const report = await reencryptSecrets(deps, parseOrgId(orgId), { secretBox, actor });
    if (report.reencrypted > 0) log.info({ orgId, keyId, secrets: report.reencrypted }, 'secrets_reencrypted');
    for (const { holder, id, reason } of report.unreadable)
      log.warn({ orgId, holder, id, reason }, 'secret_unreadable');
    return { reencrypted: report.reencrypted, unreadable: report.unreadable.length };
  }

  async function sweep(): Promise<SecretCounts> {
    const { keyId } = secretBox;
    const startedAtMs = performance.now();
    let sum = NO_SECRETS;
    for await (const { orgId, counts } of countAllSecrets(database, secretBox, closing.signal)) {
      sum = addCounts(sum, counts);
      // One that is dead waited in vain for a key or for PostgreSQL; one that is done may have missed a later secret.
      if (counts.stale > 0) await queue.revive({ orgId, keyId }, { jobId: jobId('reencrypt', keyId, orgId) });
    }
    if (closing.signal.aborted) return sum;
    for (const state of SECRET_STATES) secrets.set({ state }, sum[state]);
    // What cannot be opened although its key is here stays stale, and is no reason to look at everything all the time.
    const isProgress = keyId !== swept.keyId || sum.stale < swept.stale;
    pauseMs = sum.stale === 0 ? fullIntervalMs : isProgress ? checkIntervalMs : Math.min(2 * pauseMs, fullIntervalMs);
    const nowMs = performance.now();
    // With many organisations looking takes a while; most of the time is for the jobs.
    nextAtMs = nowMs + Math.max(pauseMs, 2 * (nowMs - startedAtMs));
    swept = { keyId, stale: sum.stale };
    return sum;
  }

  let sweeping: Promise<unknown> | undefined;
  const check = (): void => {
    const isRest = swept.keyId === secretBox.keyId && performance.now() < nextAtMs;
    if (isRest || sweeping !== undefined) return;
    sweeping = sweep()
      .catch((error: unknown) => log.warn({ reason: toError(error).message }, 'reencryption_sweep_failed'))
      .finally(() => (sweeping = undefined));
  };
  const timer = setInterval(check, checkIntervalMs);
  timer.unref();
  check();
  return {
    sweep,
    close: async () => {
      clearInterval(timer);
      closing.abort();
      await sweeping;
      await worker.close();
      await queue.close();
    },
  };
}
