import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkModules } from '../link-modules.ts';
import type { Edit } from './broken-builds.ts';

/**
 * Copies what services run from into a folder, with some lines changed.
 *
 * @throws Error  a line to be changed is not there, or more than once: the build would not be broken as meant
 */
export function makeBrokenRoot(root: string, target: string, edits: readonly Edit[]): void {
  for (const folder of ['apps', 'libs']) {
    cpSync(join(root, folder), join(target, folder), { recursive: true, filter: (path) => !isLeftOut(path) });
  }
  cpSync(join(root, 'package.json'), join(target, 'package.json'));
  linkModules(root, target);
  for (const edit of edits) apply(target, edit);
}

function isLeftOut(path: string): boolean {
  return /\/(node_modules|dist|dashboard-web)(\/|$)|\.spec\.ts$/.test(path);
}

function apply(target: string, { file, from, to }: Edit): void {
  const path = join(target, file);
  const text = readFileSync(path, 'utf8');
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${file} holds the line to be changed ${parts.length - 1} times: ${from}`);
  writeFileSync(path, parts.join(to));
}
