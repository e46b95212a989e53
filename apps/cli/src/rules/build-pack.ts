import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildPack, type PackSource, type RulePack } from '@redoubt/sigma';
import type { BuildMessage } from './build-thread.ts';

const THREAD = join(import.meta.dirname, 'build-thread.ts');
/** Up to here a thread takes longer to start than the rules to read. */
const fewFiles = 200;
/** Rules that need more end the command with an error instead of taking all memory. */
const maxHeapMb = 4_096;

/**
 * Makes a pack in a thread of its own where that takes seconds, so that Ctrl-C and --timeout are heard meanwhile.
 *
 * @throws Error when the thread fails; AbortError when the signal asks it to stop
 */
export async function buildPackApart(
  source: PackSource,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (done: number) => void },
): Promise<RulePack> {
  if (source.files.length <= fewFiles) return buildPack(source);
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<RulePack>();
  const worker = new Worker(THREAD, {
    workerData: source,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
  });
  const stop = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  worker.on('message', (message: BuildMessage) => {
    if ('pack' in message) resolve(message.pack);
    else onProgress(message.done);
  });
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new Error(`the reading thread ended with ${code}`)));
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
