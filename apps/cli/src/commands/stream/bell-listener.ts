import { bellOf, clusterKeys, partitionOf } from '@redoubt/key-schema';
import type { RedisClient, Subscription } from '@redoubt/redis';
import type { KnownOrg } from '../../orgs/org-directory.ts';

/** Hears the doorbell of some organisations, so that new entries are seen before they may be trimmed again. */
export class BellListener {
  #subscription: Subscription | undefined;
  #isRung = false;
  #wake: (() => void) | undefined;

  async listen(redis: RedisClient, orgs: readonly KnownOrg[]): Promise<void> {
    const channels = new Set(orgs.map((org) => clusterKeys.bell(bellOf(partitionOf(org.orgId)))));
    this.#subscription = await redis.subscribe([...channels], () => this.#ring());
  }

  #ring(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /** Waits for a ring, at most `timeoutMs`: rings may be lost. */
  async wait(timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#isRung && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, timeoutMs);
      const stop = (): void => resolve();
      signal.addEventListener('abort', stop, { once: true });
      this.#wake = resolve;
      await promise;
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
    this.#wake = undefined;
    this.#isRung = false;
  }

  close(): void {
    this.#subscription?.close();
  }
}
