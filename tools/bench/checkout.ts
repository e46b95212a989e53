import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** What a run measures. */
export interface Checkout {
  /** Full hash; `unknown` outside of a repository. */
  commit: string;
  /** Files differ from the commit, or are not in it. */
  isDirty: boolean;
}

export function describeCheckout(): Checkout {
  try {
    return { commit: git('rev-parse', 'HEAD').trim(), isDirty: git('status', '--porcelain') !== '' };
  } catch {
    return { commit: 'unknown', isDirty: true };
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}
