import { access, constants, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { toError } from '@redoubt/contracts';
import type { Setting } from '../settings/settings.ts';
import { counted } from '../output/number.ts';
import { finding, type Finding, type FindingHead } from './finding.ts';

const head: FindingHead = {
  ...{ checkId: 'files.secrets', area: 'files', title: 'Files with secrets are there, and nobody else reads them' },
  fix: 'chmod 600 the files and 700 the folder named; their owner is who runs this command',
};

const mostFiles = 500;

/**
 * Looks at the modes of every file that a setting names, of the folder of passwords and of the settings' own file.
 *
 * @param envFile KEY=VALUE file in use, if one is
 */
export async function fileFindings(settings: readonly Setting[], envFile: string | undefined): Promise<Finding[]> {
  const named = settings.filter(({ name }) => name.endsWith('_FILE')).map(({ name, value }) => ({ name, path: value }));
  const folder = settings.find(({ name }) => name === 'CREDENTIALS_DIR')?.value;
  const files = [
    ...named.filter(({ name }) => !name.endsWith('_CA_FILE')),
    ...(envFile === undefined ? [] : [{ name: 'settings', path: envFile }]),
    ...(folder === undefined ? [] : await passwordFiles(folder)),
  ];
  const certificates = named.filter(({ name }) => name.endsWith('_CA_FILE'));
  const wrong = [
    ...(await Promise.all(files.map(({ name, path }) => objectionTo(name, path, 0o077)))),
    ...(await Promise.all(certificates.map(({ name, path }) => objectionTo(name, path, 0o022)))),
    ...(folder === undefined ? [] : [await objectionTo('CREDENTIALS_DIR', folder, 0o077)]),
  ].filter((text) => text !== undefined);
  if (wrong.length > 0) return [finding(head, 'fail', wrong.join('; '))];
  const count = files.length + certificates.length;
  return [finding(head, 'ok', count === 0 ? 'no setting names a file' : counted(count, 'file'))];
}

async function passwordFiles(folder: string): Promise<{ name: string; path: string }[]> {
  try {
    const names = await readdir(folder);
    return names.slice(0, mostFiles).map((name) => ({ name: 'CREDENTIALS_DIR', path: join(folder, name) }));
  } catch {
    // Said of the folder itself.
    return [];
  }
}

/** @param forbidden bits of the mode that must not be set */
async function objectionTo(name: string, path: string, forbidden: number): Promise<string | undefined> {
  try {
    const { mode, size } = await stat(path);
    if ((mode & forbidden) !== 0) return `${name} ${path}: mode ${(mode & 0o777).toString(8)}`;
    if (size === 0) return `${name} ${path}: it is empty`;
    await access(path, constants.R_OK);
    return undefined;
  } catch (error) {
    const { code, message } = toError(error) as NodeJS.ErrnoException;
    const reasons: Readonly<Record<string, string>> = { ENOENT: 'it does not exist', EACCES: 'it may not be read' };
    return `${name} ${path}: ${reasons[code ?? ''] ?? message}`;
  }
}
