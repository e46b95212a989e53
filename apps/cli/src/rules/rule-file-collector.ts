import { usageError } from '../command/cli-error.ts';
import { formatBytes, formatCount } from '../output/number.ts';
import { RULE_FILE_LIMITS, type RuleFile, type RuleFiles, type UnreadableFile } from './rule-file.ts';

const LIMITS = RULE_FILE_LIMITS;

/** Gathers files within the bounds. */
export class RuleFileCollector {
  readonly #files: RuleFile[] = [];
  readonly #unreadable: UnreadableFile[] = [];
  #totalBytes = 0;

  /**
   * Whether a file of this size is to be read.
   *
   * @throws CliError when there are too many or too much of them
   */
  admits(path: string, sizeBytes: number): boolean {
    if (sizeBytes > LIMITS.fileBytes) {
      this.refuse(path, `the file has ${formatBytes(sizeBytes)}, at most ${formatBytes(LIMITS.fileBytes)} are read`);
      return false;
    }
    this.#totalBytes += sizeBytes;
    if (this.#files.length >= LIMITS.files) {
      throw usageError(`there are more than ${formatCount(LIMITS.files)} rule files`, 'name a smaller folder');
    }
    if (this.#totalBytes > LIMITS.totalBytes) {
      throw usageError(`the rule files have more than ${formatBytes(LIMITS.totalBytes)}`, 'name a smaller folder');
    }
    return true;
  }

  add(path: string, text: string): void {
    this.#files.push({ path, text });
  }

  refuse(path: string, detail: string, line = 1): void {
    if (this.#unreadable.length < LIMITS.files) this.#unreadable.push({ path, line, detail });
  }

  /** By path, so that the same files make the same pack wherever they come from. */
  finish(): RuleFiles {
    const files = this.#files.sort((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0));
    return { files, unreadable: this.#unreadable };
  }
}

const ruleFileName = /\.ya?ml$/i;

/** Whether a path inside a folder or archive is taken for a rule file: hidden folders and `tests` hold other YAML. */
export function isRuleFile(path: string): boolean {
  const parts = path.split(/[/\\]/);
  const name = parts.pop() ?? '';
  return ruleFileName.test(name) && !name.startsWith('.') && parts.every(isRuleFolder);
}

/** Whether a folder is looked into. */
export function isRuleFolder(name: string): boolean {
  return name !== 'tests' && name !== 'node_modules' && !/^\.(?!\.?$)/.test(name);
}
