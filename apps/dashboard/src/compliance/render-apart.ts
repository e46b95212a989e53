import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SignedReport } from '@redoubt/compliance';
import type { ReportFormat } from '@redoubt/compliance/render';

const THREAD = join(import.meta.dirname, 'render-thread.ts');
/** A report that needs more is refused instead of taking the process down. */
const MAX_HEAP_MB = 512;

/**
 * Writes a report out in a thread of its own: the pages of a PDF take a second, in which nobody else would be answered.
 *
 * @throws Error when the report does not fit in the thread's heap, or cannot be written
 */
export function renderApart(signed: SignedReport, format: ReportFormat): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const worker = new Worker(THREAD, {
    workerData: { signed, format },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  worker.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new Error(`the writing thread ended with ${code} and no report`)));
  return promise;
}
