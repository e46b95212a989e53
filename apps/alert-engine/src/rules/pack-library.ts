import { toError } from '@redoubt/contracts';
import { loadedPack, type LoadedPack } from '@redoubt/detection';
import type { RedisClient } from '@redoubt/redis';
import { readPack } from '@redoubt/rulebook';
import { buildRuleSetInWorker, RuleSet, type RulePack } from '@redoubt/sigma';
import type { Logger } from '@redoubt/telemetry';
import { LRUCache } from 'lru-cache';
import type { AlertEngineMetrics } from '../metrics.ts';

interface Deps {
  redis: RedisClient;
  log: Logger;
  metrics: AlertEngineMetrics;
  /** Comes with the service, is never stored, and needs no Redis. */
  builtIn: RulePack;
}

/**
 * Holds the compiled packs of this worker. A version never changes, so what is compiled stays true; the least recently
 * used ones leave when no organisation in memory uses them. Compiling runs in a worker thread: batches of other organisations go on meanwhile.
 */
export class PackLibrary {
  readonly #deps: Deps;
  readonly #builtIn: LoadedPack;
  readonly #loaded: LRUCache<string, Promise<LoadedPack>>;
  /** What organisations still use though it left the cache: it is not compiled twice. */
  readonly #alive = new Map<string, WeakRef<LoadedPack>>();

  constructor(deps: Deps, options: { maxPacks: number }) {
    this.#deps = deps;
    this.#builtIn = loadedPack(deps.builtIn, RuleSet.fromPack(deps.builtIn));
    this.#loaded = new LRUCache({ max: options.maxPacks });
  }

  get builtIn(): LoadedPack {
    return this.#builtIn;
  }

  /**
   * @throws RetryableError when the pack cannot be read or built now; the next call tries again
   */
  get(packId: string, version: string): Promise<LoadedPack> {
    if (packId === this.#builtIn.packId) return Promise.resolve(this.#builtIn);
    const name = `${packId}@${version}`;
    const known = this.#loaded.get(name);
    if (known) return known;
    const alive = this.#alive.get(name)?.deref();
    const loading = alive ? Promise.resolve(alive) : this.#load(packId, version);
    this.#loaded.set(name, loading);
    loading.catch((error: unknown) => {
      this.#loaded.delete(name);
      this.#deps.metrics.packLoads.inc({ result: 'failed' });
      this.#deps.log.error({ packId, version, err: toError(error) }, 'pack_not_loaded');
    });
    return loading;
  }

  async #load(packId: string, version: string): Promise<LoadedPack> {
    const startedAt = performance.now();
    const json = await readPack(this.#deps.redis, packId, version);
    const ruleSet = await buildRuleSetInWorker(json);
    const seconds = (performance.now() - startedAt) / 1000;
    this.#deps.metrics.packLoads.inc({ result: 'loaded' });
    this.#deps.log.info({ packId, version, rules: ruleSet.rules.count, seconds }, 'pack_loaded');
    const pack = loadedPack({ packId, version }, ruleSet);
    for (const [name, ref] of this.#alive) if (ref.deref() === undefined) this.#alive.delete(name);
    this.#alive.set(`${packId}@${version}`, new WeakRef(pack));
    return pack;
  }
}
