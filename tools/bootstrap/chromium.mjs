import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installWithApt } from './apt.mjs';
import { step, UserError } from './output.mjs';
import { outputOf, run } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Sees to a Chromium for the tests of the page: the one REDOUBT_CHROMIUM names or one on PATH, else installed by apt,
 * else the one Playwright brings.
 *
 * Returns the environment variable that the tests read.
 */
export async function ensureChromium(root, node) {
  const found = findChromium();
  if (found !== undefined) return { REDOUBT_CHROMIUM: found };
  await installWithApt(['chromium']);
  const installed = findChromium() ?? (await fromPlaywright(root, node));
  if (installed !== undefined) return { REDOUBT_CHROMIUM: installed };
  throw new UserError(
    'Chromium is needed for the tests of the page: Debian/Ubuntu "sudo apt install chromium", ' +
      'Fedora "sudo dnf install chromium"; or name one with REDOUBT_CHROMIUM',
  );
}

function findChromium() {
  const named = process.env.REDOUBT_CHROMIUM;
  const found = (named ? [named] : NAMES).find((name) => /Chrom/.test(outputOf(name, ['--version']) ?? ''));
  // Playwright takes a path only.
  return found === undefined ? undefined : outputOf('sh', ['-c', 'command -v "$0"', found]);
}

async function fromPlaywright(root, node) {
  const cli = join(root, 'node_modules/playwright-core/cli.js');
  const code = await step('fetching Chromium with Playwright', () =>
    run(node, [cli, 'install', 'chromium'], { stdio: ['ignore', 2, 2] }),
  );
  const script = "process.stdout.write(require('playwright-core').chromium.executablePath())";
  const path = code === 0 ? outputOf(node, ['-e', script]) : undefined;
  return path !== undefined && existsSync(path) ? path : undefined;
}
