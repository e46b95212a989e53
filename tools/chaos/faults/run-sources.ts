import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
/** What services are made of: sources, packs of rules, manifests, and the packages of others. */
const PRODUCT = ['apps', 'libs', 'package-lock.json'];
/** What draws faults, sends, stands in for servers outside, and judges. */
const HARNESS = [
  ...['tools/chaos/faults', 'tools/chaos/chaos*.ts', 'tools/chaos/rotation/cluster-witness.ts', 'tools/dev'],
  ...[
    'tools/bench/judge',
    'tools/bench/load',
    'tools/bench/platform.ts',
    'tools/traffic',
    'libs/test-kit',
    'libs/*/src/testing*',
  ],
];
/** Holds no line that a service or the harness loads. */
const IDLE = /\.spec\.tsx?$|\.md$|\/project\.json$|^libs\/[^/]+\/docs\/|^apps\/(platform-e2e|dashboard-web|cli)\//;
/** Loaded by tests and by the harness alone. */
const TEST_CODE = /\/testing(\/|\.ts$)|^libs\/(test-kit|worker-test-kit)\//;

/** What a run is made of, as it lies in a checkout. */
export interface RunSources {
  /** Hash over what services load. */
  product: string;
  /** Hash over what draws the faults and judges. */
  harness: string;
  /** Some of both is not as in the commit that is checked out. */
  isDirty: boolean;
}

/** @returns nothing outside of a repository: what runs there is not known */
export function runSources(root = ROOT): RunSources | undefined {
  const product = partOf(root, PRODUCT, isProduct);
  const harness = partOf(root, HARNESS, isLoaded);
  if (product === undefined || harness === undefined) return undefined;
  return { product: product.hash, harness: harness.hash, isDirty: product.isDirty || harness.isDirty };
}

/** Hash of the commit that is checked out; `unknown` outside of a repository. */
export function currentCommit(root = ROOT): string {
  return git(['rev-parse', 'HEAD'], root)?.trim() ?? 'unknown';
}

/** Whether what is checked out was built upon a commit. */
export function isAncestor(commit: string): boolean {
  return git(['merge-base', '--is-ancestor', commit, 'HEAD'], ROOT) !== undefined;
}

/** Files that services load and that are not as in a commit; nothing when git does not know it. */
export function changedProduct(commit: string, root = ROOT): string[] | undefined {
  return git(['diff', '--name-only', '-z', commit, '--', 'apps', 'libs'], root)?.split('\0').filter(isProduct);
}

function isProduct(file: string): boolean {
  return isLoaded(file) && !TEST_CODE.test(file);
}

function isLoaded(file: string): boolean {
  return file !== '' && !IDLE.test(file);
}

function partOf(
  root: string,
  paths: readonly string[],
  isPart: (file: string) => boolean,
): { hash: string; isDirty: boolean } | undefined {
  const listed = git(['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...paths], root);
  const changed = git(['status', '--porcelain', '-z', '--untracked-files=all', '--no-renames', '--', ...paths], root);
  if (listed === undefined || changed === undefined) return undefined;
  const hash = createHash('sha256');
  for (const file of new Set(listed.split('\0').filter(isPart).sort()))
    hash.update(`${file}\0`).update(contentOf(join(root, file)));
  // Two letters and a space before each path.
  const isDirty = changed.split('\0').some((line) => isPart(line.slice(3)));
  return { hash: hash.digest('hex'), isDirty };
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
