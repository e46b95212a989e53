import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Mutation } from './mutation.ts';
import { MUTATIONS } from './mutations.ts';

const root = resolve(import.meta.dirname, '../..');

/**
 * Shows that the suites can fail: takes one guarantee after another away in a copy of the repository and runs
 * the tests that watch over it. `npm run mutations [-- PATTERN]`; exits 1 when a mutation goes unnoticed.
 */
function main(): void {
  const pattern = new RegExp(process.argv[2] ?? '', 'i');
  const wanted = MUTATIONS.filter((m) => pattern.test(m.guarantee));
  const copy = copyRepository();
  const unnoticed: string[] = [];
  try {
    for (const [i, mutation] of wanted.entries()) {
      const isCaught = run(copy, mutation);
      console.log(`${i + 1}/${wanted.length} ${isCaught ? 'caught  ' : 'UNNOTICED'} ${mutation.guarantee}`);
      if (!isCaught) unnoticed.push(mutation.guarantee);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  console.log(`${wanted.length - unnoticed.length} passed, ${unnoticed.length} failed`);
  process.exitCode = unnoticed.length === 0 ? 0 : 1;
}

/** Tracked files in a folder of their own, with links to the installed packages and to its own workspaces. */
function copyRepository(): string {
  const copy = join(tmpdir(), `redoubt-mutations-${process.pid}`);
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
  for (const file of files) if (existsSync(join(root, file))) cpSync(join(root, file), join(copy, file));
  mkdirSync(join(copy, 'node_modules/@redoubt'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@redoubt') symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  }
  for (const kind of ['libs', 'apps']) {
    for (const name of readdirSync(join(copy, kind))) {
      symlinkSync(join(copy, kind, name), join(copy, 'node_modules/@redoubt', name));
    }
  }
  return copy;
}

/** True when the tests pass before the mutation and fail with it. */
function run(copy: string, mutation: Mutation): boolean {
  const path = join(copy, mutation.file);
  const intact = readFileSync(path, 'utf8');
  if (intact.split(mutation.find).length !== 2) throw new Error(`${mutation.guarantee}: the text is not there once`);
  if (!isGreen(copy, mutation)) throw new Error(`${mutation.guarantee}: its tests fail without the mutation`);
  writeFileSync(
    path,
    intact.replace(mutation.find, () => mutation.replace),
  );
  const isCaught = !isGreen(copy, mutation);
  writeFileSync(path, intact);
  return isCaught;
}

function isGreen(copy: string, { spec, test }: Mutation): boolean {
  const args = ['node_modules/jest/bin/jest.js', '-c', 'jest.config.ts', '--selectProjects', 'int', '--runInBand'];
  const result = spawnSync(process.execPath, [...args, '--json', '--silent', spec, '-t', test], {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 300_000,
  });
  const report = JSON.parse(result.stdout.slice(result.stdout.indexOf('{"'))) as {
    numPassedTests: number;
    numFailedTests: number;
  };
  if (report.numPassedTests + report.numFailedTests === 0) throw new Error(`no test matches ${spec} -t ${test}`);
  return report.numFailedTests === 0;
}

main();
