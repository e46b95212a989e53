import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { linkModules } from '../link-modules.ts';

/**
 * Puts what services ran from at a commit into a folder, with the packages of others as they are now.
 *
 * @returns hash of the commit
 * @throws Error  there is no such commit here, as in a clone without history
 */
export function checkOut(root: string, commit: string, target: string): string {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const hash = git('rev-parse', '--verify', `${commit}^{commit}`);
  mkdirSync(target, { recursive: true });
  const archive = join(target, 'sources.tar');
  git('archive', '--output', archive, hash, 'apps', 'libs', 'package.json');
  execFileSync('tar', ['-xf', archive, '-C', target]);
  rmSync(archive);
  linkModules(root, target);
  return hash;
}
