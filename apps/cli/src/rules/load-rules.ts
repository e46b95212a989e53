import { loadBuiltInPack, type PackSource, type RulePack, type RuleRefusal } from '@redoubt/sigma';
import type { Context } from '../command/context.ts';
import { buildPackApart } from './build-pack.ts';
import { progressBar } from './progress-bar.ts';
import { readRuleFiles } from './read-rule-files.ts';
import type { RuleFile } from './rule-file.ts';

export interface LoadOptions extends Partial<Pick<PackSource, 'packId' | 'version' | 'title' | 'license'>> {
  placeholders?: PackSource['placeholders'];
  /** Files are named as they are reached from here, not as inside their folder. */
  hasFullPaths?: boolean;
}

/** Rules made of files. */
export interface LoadedRules {
  /** Files that could not be read are refused as well, with code `unreadable`. */
  pack: RulePack;
  fileCount: number;
}

/**
 * Makes one pack of everything under some paths; correlations may also name rules of the built-in pack.
 *
 * @throws CliError when there is nothing to read
 */
export async function loadRules(
  context: Context,
  paths: readonly string[],
  options: LoadOptions = {},
): Promise<LoadedRules> {
  const { placeholders, hasFullPaths = false, ...head } = options;
  const files: RuleFile[] = [];
  const unreadable: RuleRefusal[] = [];
  for (const path of paths) {
    context.output.progress(`reading ${path}`);
    const found = await readRuleFiles(path, { hasFullPaths });
    files.push(...found.files);
    unreadable.push(...found.unreadable.map((file) => ({ ...file, code: 'unreadable' })));
  }
  const source = {
    ...{ packId: 'files', version: '1', title: 'files', ...head },
    ...(placeholders === undefined ? {} : { placeholders }),
    files,
    externalRules: loadBuiltInPack().rules.map(({ id, name }) => ({ id, ...(name === undefined ? {} : { name }) })),
  };
  const onProgress = (done: number): void => context.output.progress(progressBar(done, files.length, 'rule files'));
  const pack = await buildPackApart(source, { signal: context.signal, onProgress });
  return { pack: { ...pack, refused: [...unreadable, ...pack.refused] }, fileCount: files.length + unreadable.length };
}
