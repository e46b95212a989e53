import { parentPort, workerData } from 'node:worker_threads';
import { compilePack } from './compiled-pack.ts';

/** Runs in a thread of its own: compiles the pack in `workerData`, hands the result over without a copy and ends. */
const built = compilePack(workerData as Uint8Array);
parentPort?.postMessage(built, [built.compiled.pool.buffer, built.stored.json.buffer, built.stored.starts.buffer]);
