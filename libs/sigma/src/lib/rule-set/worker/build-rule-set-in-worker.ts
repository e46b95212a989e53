import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { RuleSet, type RuleSetOptions } from '../rule-set.ts';
import { RuleStore } from '../rule-store.ts';
import type { CompiledPack } from './compiled-pack.ts';

const THREAD = join(import.meta.dirname, 'build-thread.ts');
/** A pack that needs more is refused instead of taking the process down. */
const MAX_HEAP_MB = 1_024;
/** Larger ones only leave more memory behind in the process. */
const YOUNG_HEAP_MB = 8;

/**
 * Compiles a pack in a worker thread, so that thousands of rules neither stall the event loop nor leave their garbage
 * in this thread's heap.
 *
 * @param packJson a `RulePack` as JSON
 * @throws Error  not a pack, or more rules than fit in the thread's heap
 */
export function buildRuleSetInWorker(packJson: Buffer, options?: RuleSetOptions): Promise<RuleSet> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, {
      workerData: packJson,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    });
    worker.once('message', ({ compiled, stored }: CompiledPack) => {
      resolve(new RuleSet(compiled, RuleStore.fromStored(stored), options));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the building thread ended with ${code} and no rule set`)));
  });
}
