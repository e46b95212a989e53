import { usageError } from '../command/cli-error.ts';
import { readTar } from './read-tar.ts';
import { readZip } from './read-zip.ts';
import type { RuleFileCollector } from './rule-file-collector.ts';

const tarName = /\.(tar|tar\.gz|tgz)$/i;
const zipName = /\.zip$/i;

/** Whether a file is taken for an archive, by its name. */
export function isArchive(path: string): boolean {
  return tarName.test(path) || zipName.test(path);
}

/** Reads the rule files of an archive into memory; nothing is written. @throws CliError when it is damaged */
export async function readArchive(path: string, collector: RuleFileCollector): Promise<void> {
  try {
    await (zipName.test(path) ? readZip(path, collector) : readTar(path, collector));
  } catch (error) {
    const { code, name, message } = error as NodeJS.ErrnoException;
    if (name === 'CliError' || code === 'ENOENT' || code === 'EACCES') throw error;
    throw usageError(`${path} is no archive that can be read: ${message}`);
  }
}
