import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { FUZZ_SEED } from './fuzz-inputs.ts';

export interface FuzzedDecoderResult {
  name: string;
  inputs: number;
  taken: number;
  refused: number;
  slowestMs: number;
  /** Of the heap, over the second half. */
  growthBytes: number;
}

/** Inputs are some kilobytes. */
const MAX_FAILURE_LENGTH = 20_000;
let ran: { commit: string; isDirty: boolean } | undefined;

/**
 * With `FUZZ_RESULTS`, adds a result to that file: a JSON object on a line of its own, with the seed, what was fuzzed
 * (the commit, and whether something under `apps` or `libs` is not as there), and why it failed, if it did.
 */
export function recordResult(result: FuzzedDecoderResult, failure?: Error): void {
  const file = process.env.FUZZ_RESULTS;
  if (file === undefined) return;
  ran ??= whatRan();
  const why = failure === undefined ? {} : { failure: failure.message.slice(0, MAX_FAILURE_LENGTH) };
  appendFileSync(file, `${JSON.stringify({ ...result, seed: FUZZ_SEED, ...ran, ...why })}\n`);
}

/** `unknown` outside of a repository. */
function whatRan(): { commit: string; isDirty: boolean } {
  const git = (cwd: string, ...args: string[]): string =>
    execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const root = git(import.meta.dirname, 'rev-parse', '--show-toplevel');
    const isDirty = git(root, 'status', '--porcelain', '--', 'apps', 'libs') !== '';
    return { commit: git(root, 'rev-parse', 'HEAD'), isDirty };
  } catch {
    return { commit: 'unknown', isDirty: true };
  }
}
