import { knownSources, lintPack, matchesLogSource, type LogSource, type RulePack } from '@redoubt/sigma';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asTexts, flag } from '../../command/inputs.ts';
import { counted } from '../../output/number.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { loadRules } from '../../rules/load-rules.ts';
import { placeholdersOption, readPlaceholders } from '../../rules/placeholders-file.ts';
import { refusalJson, refusalSchema } from '../../rules/rule-schema.ts';

const lintSchema = z.object({
  files: z.number().int(),
  rules: z.number().int().describe('rules that load'),
  refused: z.number().int().describe('rules, or whole files, that do not load'),
  warnings: z.number().int(),
  notes: z.number().int(),
  findings: z
    .array(refusalSchema.extend({ severity: z.enum(['error', 'warning', 'note']) }))
    .describe('by file and line; notes only with --notes'),
});

type LintJson = z.infer<typeof lintSchema>;

export const rulesLint = defineCommand({
  path: 'rules lint',
  summary: 'check rule files before they are imported',
  details:
    'Errors are rules that would not load, warnings rules that load and hardly do what is meant or cost too much, notes what a reviewer asks for. Ends with 3 when there is an error. In folders and archives .yml and .yaml count; hidden folders and folders named tests are passed over.',
  args: { paths: argument('<path...>', 'folders, files, .jsonl lists of {path, yaml}, or archives', asTexts) },
  options: { placeholders: placeholdersOption, notes: flag('--notes', 'list notes as well') },
  examples: ['redoubt rules lint my-rules/', 'redoubt rules lint brute-force.yml --notes'],
  result: lintSchema,
  rowsOf: ({ findings }) => findings,
  isEndless: () => true,
  run: async (context, { paths, placeholders, notes }) => {
    const loaded = await loadRules(context, paths, { ...readPlaceholders(placeholders), hasFullPaths: true });
    const result = lint(loaded.pack, loaded.fileCount, notes);
    return { result, exitCode: result.refused > 0 ? EXIT.checksFailed : EXIT.ok };
  },
  render: renderLint,
});

function lint(pack: RulePack, files: number, hasNotes: boolean): LintJson {
  const found = lintPack(pack, { isKnownLogSource });
  const errors = pack.refused.map((refusal) => ({ ...refusalJson(refusal), severity: 'error' as const }));
  const others = found
    .filter(({ severity }) => hasNotes || severity !== 'note')
    .map(({ severity, ...finding }) => ({ ...refusalJson(finding), severity }));
  const notes = found.filter(({ severity }) => severity === 'note').length;
  return {
    ...{ files, rules: pack.rules.length, refused: pack.refused.length, warnings: found.length - notes, notes },
    findings: [...errors, ...others].sort(
      (left, right) => compareText(left.path, right.path) || left.line - right.line,
    ),
  };
}

function isKnownLogSource(logSource: LogSource): boolean {
  return knownSources().some((source) => matchesLogSource(logSource, source));
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function renderLint({ files, rules, refused, warnings, notes, findings }: LintJson, { style }: View): string {
  const colours = { error: style.bad, warning: style.warn, note: style.dim };
  const lines = findings.map(({ path, line, severity, code, detail, title }) => {
    const name = title === undefined ? '' : style.dim(` (${printable(title)})`);
    return `${printable(path)}:${line}: ${colours[severity](severity)} ${code}: ${printable(detail)}${name}`;
  });
  const found = `${counted(refused, 'error')}, ${counted(warnings, 'warning')}, ${counted(notes, 'note')}`;
  return [...lines, `${counted(rules, 'rule')} in ${counted(files, 'file')} load: ${found}`].join('\n');
}
