import { parentPort, workerData } from 'node:worker_threads';
import { buildPack, type PackSource } from '@redoubt/sigma';
import { watched } from './watched-files.ts';

/** What a building thread says: how far it is, then the pack. */
export type BuildMessage = { done: number } | { pack: ReturnType<typeof buildPack> };

const source = workerData as PackSource;
const say = (message: BuildMessage): void => parentPort?.postMessage(message);
say({ pack: buildPack({ ...source, files: watched(source.files, (done) => say({ done })) }) });
