import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step, UserError } from './output.mjs';
import { run } from './run.mjs';

const APP = 'apps/dashboard-web';
/** What the page is built from, beside the packages. */
const SOURCES = ['src', 'build', 'public', 'index.html', 'vite.config.ts', 'tsconfig.json'];
const MARKER = '.redoubt/page-build';

/** Builds the web page when its sources or packages changed since the last time; also a build that is too heavy fails. */
export async function ensurePage(root, node, env = process.env) {
  const marker = join(root, MARKER);
  const dist = join(root, APP, 'dist');
  const wanted = fingerprint(root);
  const isBuilt = existsSync(join(dist, 'index.html'));
  if (isBuilt && existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  const fresh = join(root, `.redoubt/page-${process.pid}`);
  await step(isBuilt ? 'building the page, which has changed' : 'building the page', async () => {
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    const args = [vite, 'build', join(root, APP), '--outDir', fresh, '--emptyOutDir', '--logLevel', 'error'];
    // The output of the build goes where ours goes: standard output is for those who asked for JSON.
    const code = await run(node, args, { cwd: root, env, stdio: ['ignore', 2, 2] });
    if (code !== 0) {
      rmSync(fresh, { recursive: true, force: true });
      throw new UserError('the page could not be built: see above');
    }
  });
  // In one move, so that nobody is served half a page.
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
  mkdirSync(join(root, '.redoubt'), { recursive: true });
  writeFileSync(marker, wanted);
}

function fingerprint(root) {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((name) => filesOf(join(root, APP, name))).filter((file) => !file.endsWith('.spec.ts'));
  for (const file of [join(root, 'package-lock.json'), ...files.sort()]) {
    const content = readFileSync(file);
    hash.update(`${file.slice(root.length)} ${content.length}\n`).update(content);
  }
  return `${hash.digest('hex')}\n`;
}

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile());
}
