/**
 * For docker/Dockerfile:
 *
 *     node tools/ship/images/write-closure.ts APP FOLDER
 *
 * writes FOLDER/source (files to run) and FOLDER/manifest (package.json and package-lock.json of exactly the packages
 * that are needed, for `npm ci`);
 *
 *     node tools/ship/images/write-closure.ts --package NAME FOLDER
 *
 * writes the manifest of one package with all that compiles it.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { closureOf, workspaceOf } from './closure.ts';
import { pruneLock, type LockFile, type Manifest, type Wanted } from './prune-lock.ts';

const ROOT = join(import.meta.dirname, '../../..');

function writeClosure(app: string, folder: string): void {
  const { files, packages } = closureOf(ROOT, app);
  for (const file of files) copy(file, join(folder, 'source'));
  const workspaces = [...new Set(files.map(workspaceOf))].sort();
  writeManifest(join(folder, 'manifest'), { name: `redoubt-${app}`, packages, workspaces });
  for (const workspace of workspaces) copy(join(workspace, 'package.json'), join(folder, 'manifest'));
}

function copy(file: string, folder: string): void {
  mkdirSync(join(folder, dirname(file)), { recursive: true });
  cpSync(join(ROOT, file), join(folder, file));
}

function writeManifest(folder: string, wanted: Wanted): void {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
  const pruned = pruneLock(read('package.json') as Manifest, read('package-lock.json') as LockFile, wanted);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(pruned.manifest, null, 2)}\n`);
  writeFileSync(join(folder, 'package-lock.json'), `${JSON.stringify(pruned.lock, null, 2)}\n`);
}

const [what = '', ...rest] = process.argv.slice(2);
const folder = resolve(rest.pop() ?? '');
const [name] = rest;
if (what !== '--package') writeClosure(what, folder);
else if (name !== undefined) writeManifest(folder, { name, packages: [name], workspaces: [], isCompiled: true });
else throw new Error('give the name of the package and a folder');
