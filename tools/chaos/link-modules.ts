import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const SCOPE = '@redoubt';

/**
 * Gives a copy of the sources its modules: packages of others are linked to those of a checkout, our own to the copy,
 * since Node follows links to where a file really lies.
 */
export function linkModules(root: string, target: string): void {
  mkdirSync(join(target, 'node_modules', SCOPE), { recursive: true });
  const modules = join(root, 'node_modules');
  for (const name of readdirSync(modules)) {
    if (name !== SCOPE) symlinkSync(join(modules, name), join(target, 'node_modules', name));
  }
  for (const name of readdirSync(join(modules, SCOPE))) {
    const from = ['libs', 'apps'].map((folder) => join(target, folder, name));
    const own = from.find((path) => hasPackage(path));
    if (own !== undefined) symlinkSync(own, join(target, 'node_modules', SCOPE, name));
  }
}

function hasPackage(path: string): boolean {
  try {
    return readdirSync(path).includes('package.json');
  } catch {
    return false;
  }
}
