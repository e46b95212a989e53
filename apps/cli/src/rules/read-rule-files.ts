import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { toError } from '@redoubt/contracts';
import { usageError } from '../command/cli-error.ts';
import { isArchive, readArchive } from './read-archive.ts';
import { readRuleList } from './read-rule-list.ts';
import type { RuleFiles } from './rule-file.ts';
import { isRuleFile, isRuleFolder, RuleFileCollector } from './rule-file-collector.ts';

/** What people may name as a source of rules. */
export const RULE_SOURCE = 'a folder, a .yml file, a .jsonl list of {path, yaml}, or a .zip, .tar or .tar.gz archive';

/**
 * Reads the rule files under a path: RULE_SOURCE. In folders and archives files named `.yml` or `.yaml` count; hidden
 * folders, `tests` and links to folders are passed over.
 *
 * @param options  `hasFullPaths`: files of a folder are named as they are reached from here, not as inside the folder
 * @throws CliError  nothing there, not to be read, no rule file in it, or beyond RULE_FILE_LIMITS
 */
export async function readRuleFiles(path: string, options: { hasFullPaths?: boolean } = {}): Promise<RuleFiles> {
  const collector = new RuleFileCollector();
  try {
    const found = await stat(path);
    const prefix = options.hasFullPaths ? path : '';
    if (found.isDirectory()) await readFolder(path, '', { collector, prefix });
    else if (isArchive(path)) await readArchive(path, collector);
    else if (path.endsWith('.jsonl')) await readRuleList(path, collector);
    else if (/\.ya?ml$/i.test(path)) await readOne(path, options.hasFullPaths ? path : basename(path), collector);
    else throw usageError(`${path} is no source of rules`, `it can be ${RULE_SOURCE}`);
  } catch (error) {
    throw readError(path, error);
  }
  const result = collector.finish();
  if (result.files.length + result.unreadable.length === 0) {
    throw usageError(`there are no rule files in ${path}`, 'rule files end in .yml or .yaml');
  }
  return result;
}

interface FolderReading {
  collector: RuleFileCollector;
  /** Stands before the paths of files. */
  prefix: string;
}

async function readFolder(root: string, folder: string, reading: FolderReading): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && isRuleFolder(entry.name)) await readFolder(root, path, reading);
    if (entry.isDirectory() || !isRuleFile(entry.name)) continue;
    await readOne(join(root, path), reading.prefix === '' ? path : join(reading.prefix, path), reading.collector);
  }
}

async function readOne(path: string, name: string, collector: RuleFileCollector): Promise<void> {
  try {
    const found = await stat(path);
    if (found.isFile() && collector.admits(name, found.size)) collector.add(name, await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    collector.refuse(name, `the file cannot be read: ${toError(error).message}`);
  }
}

function readError(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return usageError(`there is no file or folder ${path}`);
  if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) return error;
  return usageError(`${path} cannot be read: ${toError(error).message}`);
}
