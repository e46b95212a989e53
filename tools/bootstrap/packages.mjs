import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { step, UserError } from './output.mjs';
import { run } from './run.mjs';

/**
 * Installs the locked npm packages unless they are all there already. Their install scripts run later, under Node 24
 * (`ensureBuilt`): what they compile fits one version of Node only.
 */
export async function ensurePackages(root) {
  if (isInstalled(root)) return;
  await step('installing npm packages (a minute or two the first time)', async () => {
    const { command, args } = npm();
    const code = await run(command, [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    });
    if (code !== 0) throw new UserError('npm ci failed: see above; is the npm registry reachable?');
  });
}

/** How to call npm: the one that runs us, else the one on PATH. */
export function npm() {
  const path = process.env.npm_execpath;
  return path?.endsWith('.js') ? { command: process.execPath, args: [path] } : { command: 'npm', args: [] };
}

/** Compares the lock file with npm's own record of what it put into node_modules. */
function isInstalled(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(join(root, 'node_modules/.package-lock.json'));
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.optional || !path.includes('node_modules/')) return true;
    const there = present[path];
    return there !== undefined && there.version === entry.version && there.resolved === entry.resolved;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
