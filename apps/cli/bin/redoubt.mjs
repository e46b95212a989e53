#!/usr/bin/env node
/**
 * Entry of the `redoubt` command: runs it under Node 24, which it needs, whichever Node has started this file.
 *
 * Plain JavaScript that any Node from 14 on can read.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAJOR = 24;
const root = fileURLToPath(new URL('../../..', import.meta.url));
const main = new URL('../src/main.ts', import.meta.url);

function majorOf(version) {
  return Number(/^v(\d+)/.exec(version ?? '')?.[1] ?? 0);
}

/** Where `npm start` and `npm install` leave a Node 24. */
function findNode() {
  const candidates = [
    join(root, `node_modules/node-linux-${process.arch}/bin/node`),
    join(root, '.redoubt/node/node_modules/node/bin/node'),
  ];
  return candidates.find(
    (path) => existsSync(path) && majorOf(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout) >= MAJOR,
  );
}

function runUnder(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // In a terminal the child gets Ctrl-C itself; from elsewhere it has to be passed on. Either way it decides.
  const forward = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
  child.once('error', (error) => {
    process.stderr.write(`redoubt: ${node} cannot be started: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.once('exit', (code) => {
    process.exitCode = code ?? 130;
  });
}

if (majorOf(process.version) >= MAJOR) {
  // Halves the time to start; where the folder cannot be written it is simply not used.
  module.enableCompileCache(join(root, 'node_modules/.cache/redoubt-cli'));
  await import(main.href);
} else {
  const node = findNode();
  if (node === undefined) {
    process.stderr.write(
      `redoubt: needs Node ${MAJOR}, this is ${process.version}. Run "npm install" in ${root}, which brings it, or install it from https://nodejs.org/\n`,
    );
    process.exitCode = 1;
  } else {
    runUnder(node);
  }
}
