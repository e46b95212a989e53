import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Edit } from './broken-builds.ts';

const SCOPE = '@redoubt';

/**
 * Copies what services run from into a folder, with some lines changed. Packages of others are linked; our own are
 * linked to the copy, since Node follows links to where a file really lies.
 *
 * @throws Error  a line to be changed is not there, or more than once: the build would not be broken as meant
 */
export function makeBrokenRoot(root: string, target: string, edits: readonly Edit[]): void {
  mkdirSync(join(target, 'node_modules', SCOPE), { recursive: true });
  for (const folder of ['apps', 'libs']) {
    cpSync(join(root, folder), join(target, folder), { recursive: true, filter: (path) => !isLeftOut(path) });
  }
  cpSync(join(root, 'package.json'), join(target, 'package.json'));
  const modules = join(root, 'node_modules');
  for (const name of readdirSync(modules)) {
    if (name !== SCOPE) symlinkSync(join(modules, name), join(target, 'node_modules', name));
  }
  for (const name of readdirSync(join(modules, SCOPE))) {
    const from = ['libs', 'apps'].map((folder) => join(target, folder, name));
    const own = from.find((path) => hasPackage(path));
    if (own !== undefined) symlinkSync(own, join(target, 'node_modules', SCOPE, name));
  }
  for (const edit of edits) apply(target, edit);
}

function isLeftOut(path: string): boolean {
  return /\/(node_modules|dist|dashboard-web)(\/|$)|\.spec\.ts$/.test(path);
}

function hasPackage(path: string): boolean {
  try {
    return readdirSync(path).includes('package.json');
  } catch {
    return false;
  }
}

function apply(target: string, { file, from, to }: Edit): void {
  const path = join(target, file);
  const text = readFileSync(path, 'utf8');
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${file} holds the line to be changed ${parts.length - 1} times: ${from}`);
  writeFileSync(path, parts.join(to));
}
