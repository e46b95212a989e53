import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toError } from '@redoubt/contracts';
import { RuleSet, runCases, type CaseReport, type RulePack, type SigmaEvent } from '@redoubt/sigma';
import { usageError } from '../command/cli-error.ts';

/** Where the rules stand that the cases of a file name by path, unless told otherwise. */
export function rulesBeside(caseFile: string): string | undefined {
  const path = join(dirname(caseFile), 'rules.jsonl');
  return existsSync(path) ? path : undefined;
}

/** @throws CliError when the file cannot be read */
export function readCaseLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw usageError(`there is no file ${path}`);
    throw usageError(`${path} cannot be read: ${toError(error).message}`);
  }
}

/** Whether cases of the file name rules that stand elsewhere. */
export function namesRules(lines: readonly string[]): boolean {
  return lines.some((line) => line.includes('"rule_path"') || line.includes('"matching_rules"'));
}

/** Runs files of cases against one pack; the index is compiled when the first case asks for all rules. */
export class CaseFileRunner {
  readonly #pack: RulePack;
  #ruleSet: RuleSet | undefined;

  constructor(pack: RulePack) {
    this.#pack = pack;
  }

  run(path: string, lines: readonly string[]): CaseReport {
    const rules = this.#pack.rules.filter((rule) => rule.kind === 'detection');
    const match = (event: SigmaEvent): (typeof rules)[number][] => {
      this.#ruleSet ??= RuleSet.fromPack(this.#pack);
      const found: number[] = [];
      this.#ruleSet.matchUnrouted(event, found);
      return found.map((index) => this.#pack.rules[index]).filter((rule) => rule?.kind === 'detection');
    };
    return runCases(lines, { rules, match, excludedPaths: excludedBeside(path) });
  }
}

/** Paths of rules that the oracle beside a file of cases says nothing of: `excluded` of oracle-excluded-rules.json. */
function excludedBeside(caseFile: string): ReadonlySet<string> {
  const path = join(dirname(caseFile), 'oracle-excluded-rules.json');
  if (!existsSync(path)) return new Set();
  try {
    const { excluded } = JSON.parse(readFileSync(path, 'utf8')) as { excluded?: object };
    return new Set(Object.keys(excluded ?? {}));
  } catch (error) {
    throw usageError(`${path} cannot be read: ${toError(error).message}`);
  }
}
