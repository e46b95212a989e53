import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir } from '@redoubt/test-kit';

const temp = createTempDir('bootstrap-page');
afterAll(() => temp.remove());

const app = join(temp.path, 'apps/dashboard-web');

/** Stands for the build: notes each call, and fails when the sources say so. */
const BUILD = `const fs = require('node:fs');
const out = process.argv[process.argv.indexOf('--outDir') + 1];
if (fs.readFileSync('${app}/src/main.tsx', 'utf8').includes('broken')) process.exit(1);
fs.mkdirSync(out, { recursive: true });
fs.writeFileSync(out + '/index.html', String(Date.now()));
fs.appendFileSync('${temp.path}/builds', 'x');`;

function write(path: string, text: string): void {
  const file = join(temp.path, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

function ensurePage() {
  const script = `import { ensurePage } from '${join(import.meta.dirname, 'page.mjs')}';
    try { await ensurePage('${temp.path}', process.execPath); } catch (e) { console.error(e.message); process.exit(1); }`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
}

const builds = (): number =>
  existsSync(join(temp.path, 'builds')) ? readFileSync(join(temp.path, 'builds')).length : 0;

test('the page is built when it is not there or has changed, and only then', () => {
  write('package-lock.json', '{}');
  write('node_modules/vite/bin/vite.js', BUILD);
  for (const name of ['index.html', 'vite.config.ts', 'tsconfig.json', 'build/a.ts', 'public/a.svg', 'src/main.tsx']) {
    write(`apps/dashboard-web/${name}`, name);
  }
  expect(ensurePage()).toMatchObject({ status: 0, stdout: '' });
  expect(ensurePage()).toMatchObject({ status: 0, stderr: '' });
  expect(builds()).toBe(1);
  write('apps/dashboard-web/src/a.spec.ts', 'a test is no part of the page');
  ensurePage();
  expect(builds()).toBe(1);
  write('apps/dashboard-web/src/b.ts', 'new');
  expect(ensurePage().stderr).toContain('building the page, which has changed');
  rmSync(join(app, 'dist'), { recursive: true });
  ensurePage();
  expect(builds()).toBe(3);
});

test('a build that fails leaves the page that was there', () => {
  write('apps/dashboard-web/src/main.tsx', 'broken');
  const { status, stderr } = ensurePage();
  expect(status).toBe(1);
  expect(stderr).toContain('the page could not be built');
  expect(existsSync(join(app, 'dist/index.html'))).toBe(true);
  expect(existsSync(join(temp.path, '.redoubt'))).toBe(true);
});
