import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { installWithApt } from './apt.mjs';
import { say, step, UserError } from './output.mjs';
import { npm } from './packages.mjs';
import { outputOf, run, succeeds } from './run.mjs';

const ADDON = 'node_modules/re2/build/Release/re2.node';

/** Runs the packages' install scripts under Node 24 and sees to the regex engine; nothing when that has been done. */
export async function ensureBuilt(root, node) {
  const marker = join(root, 'node_modules/.redoubt-built');
  const wanted = fingerprint(root, node);
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  const names = packagesWithScripts(root).filter((name) => name !== 're2');
  await step('running install scripts of npm packages', async () => {
    if ((await rebuild(root, node, names)) !== 0) throw new UserError('npm rebuild failed: see above');
  });
  await ensureRe2(root, node);
  writeFileSync(marker, wanted);
}

function fingerprint(root, node) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${outputOf(node, ['-p', 'process.versions.modules'])}\n`;
}

function packagesWithScripts(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, entry]) => entry.hasInstallScript && existsSync(join(root, path)))
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
}

function rebuild(root, node, names, extraEnv = {}) {
  const { command, args } = npm();
  const headers = join(dirname(node), '..');
  const env = {
    ...process.env,
    ...extraEnv,
    PATH: [dirname(node), process.env.PATH].join(delimiter),
    // The package that brings Node 24 brings its headers too, so nothing has to be fetched.
    ...(existsSync(join(headers, 'include/node/node.h')) ? { npm_config_nodedir: headers } : {}),
  };
  return run(command, [...args, 'rebuild', ...names], { cwd: root, env, stdio: ['ignore', 2, 2] });
}

/**
 * re2 is compiled once per machine and kept in the user's cache. Without a compiler detection goes on with re2js, which
 * understands the same expressions and is some 100 times slower; services say so in their log and metrics.
 */
async function ensureRe2(root, node) {
  if (!existsSync(join(root, 'node_modules/re2')) || isLoadable(root, node)) return;
  const cached = cachePath(root, node);
  if (existsSync(cached)) {
    mkdirSync(dirname(join(root, ADDON)), { recursive: true });
    copyFileSync(cached, join(root, ADDON));
    if (isLoadable(root, node)) return;
  }
  const hasCompiler = () => ['c++', 'make', 'python3'].every((name) => succeeds(name, ['--version']));
  if (!hasCompiler()) await installWithApt(['g++', 'make', 'python3']);
  if (hasCompiler()) {
    await step('compiling re2, the regular-expression engine (some minutes, once per machine)', () =>
      rebuild(root, node, ['re2'], { DEVELOPMENT_SKIP_GETTING_ASSET: 'true' }),
    );
  }
  if (isLoadable(root, node)) keep(join(root, ADDON), cached);
  else say('re2 could not be built: rules with regular expressions will run slowly, on re2js');
}

function isLoadable(root, node) {
  return (
    existsSync(join(root, ADDON)) &&
    succeeds(node, ['-e', `require(${JSON.stringify(join(root, 'node_modules/re2'))})`])
  );
}

function cachePath(root, node) {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/re2/package.json'), 'utf8'));
  const platform = outputOf(node, ['-p', '[process.platform, process.arch, process.versions.modules].join("-")']);
  const folder = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(folder, 'redoubt', `re2-${version}-${platform}.node`);
}

/** A cache that cannot be written costs time, nothing else. */
function keep(file, cached) {
  try {
    mkdirSync(dirname(cached), { recursive: true });
    copyFileSync(file, `${cached}.${process.pid}`);
    renameSync(`${cached}.${process.pid}`, cached);
  } catch (error) {
    say(`the compiled re2 could not be kept for later: ${error.message}`);
  }
}
