import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
/** What services are made of, and what they stand on. */
const PRODUCT = ['apps/*/src/*', 'libs/*/src/*', 'package-lock.json'];
/** Holds no line that a service runs. */
const NO_PRODUCT = /\.spec\.tsx?$|\/testing(\/|\.ts$)|^(libs\/(test-kit|worker-test-kit)|apps\/platform-e2e)\//;

/** Hash over the sources of the product as they lie here, without specs; `unknown` outside of a repository. */
export function productSources(root = ROOT): string {
  const files = git(['ls-files', '-z', '--', ...PRODUCT], root)
    ?.split('\0')
    .filter(isProduct);
  if (files === undefined) return 'unknown';
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(contentOf(join(root, file)));
  return hash.digest('hex');
}

/** Hash of the commit that is checked out; `unknown` outside of a repository. */
export function currentCommit(): string {
  return git(['rev-parse', 'HEAD'], ROOT)?.trim() ?? 'unknown';
}

/** Whether what is checked out was built upon a commit. */
export function isAncestor(commit: string): boolean {
  return git(['merge-base', '--is-ancestor', commit, 'HEAD'], ROOT) !== undefined;
}

export function isProduct(file: string): boolean {
  return file !== '' && !NO_PRODUCT.test(file);
}

/** A file that was deleted and not yet committed counts as empty. */
function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

function git(args: readonly string[], cwd: string): string | undefined {
  try {
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: [...stdio], maxBuffer: 64 * 1024 * 1024 });
  } catch {
    return undefined;
  }
}
