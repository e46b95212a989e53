import { existsSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { BUILT_IN_PACK_FOLDER, type CaseReport, type RulePack } from '@redoubt/sigma';
import { z } from 'zod';
import { usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asText, asTexts, option } from '../../command/inputs.ts';
import { formatDuration } from '../../output/duration.ts';
import { counted, formatCount } from '../../output/number.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { CaseFileRunner, namesRules, readCaseLines, rulesBeside } from '../../rules/case-files.ts';
import { loadRules } from '../../rules/load-rules.ts';
import { findTestFiles, runPackTests } from '../../rules/pack-tests.ts';
import { placeholdersOption, readPlaceholders } from '../../rules/placeholders-file.ts';
import { refusalJson, refusalSchema } from '../../rules/rule-schema.ts';

const failureSchema = z.object({
  id: z.string(),
  expected: z.unknown(),
  got: z.unknown(),
});

const testSchema = z.object({
  rules: z
    .object({
      source: z.string(),
      files: z.number().int(),
      loaded: z.number().int(),
      refused: z.array(refusalSchema),
    })
    .optional()
    .describe('absent when no case names a rule'),
  passed: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int().describe('cases outside Sigma 2.1 that do not hold'),
  files: z.array(
    z.object({
      file: z.string(),
      passed: z.number().int(),
      failures: z.array(failureSchema),
      skipped: z.array(z.string()).describe('ids'),
    }),
  ),
  durationMs: z.number().int(),
});

type TestJson = z.infer<typeof testSchema>;

export const rulesTest = defineCommand({
  path: 'rules test',
  summary: 'run the tests of rules',
  details:
    'Without --cases: the files in folders named tests under PATH, lists of {name, rule, matches, events: [{event, repeat, everySeconds}]}. With --cases: JSON lines that say of a rule and an event whether they match, of timed events how many correlation alerts they raise, or of an event all rules that match it; log sources aside. Ends with 3 when a case fails. Cases marked as outside Sigma 2.1 are skipped when they do not hold.',
  args: {
    path: argument('[path]', 'folder with rules and their tests (default: the built-in pack)', asText),
  },
  options: {
    cases: option('--cases <file>', 'file of cases; repeatable', asTexts),
    rules: option('--rules <path>', 'rules that cases name by path (default: rules.jsonl beside the cases)', asText),
    placeholders: placeholdersOption,
  },
  examples: [
    'redoubt rules test',
    'redoubt rules test my-rules/',
    'redoubt rules test --cases cases-regression.jsonl --rules rules.jsonl --json',
  ],
  result: testSchema,
  rowsOf: ({ files }) => files.flatMap(({ file, failures }) => failures.map((failure) => ({ file, ...failure }))),
  isEndless: () => true,
  run: async (context, { path, cases, rules, placeholders }) => {
    const startedAt = performance.now();
    const found =
      cases === undefined
        ? await runTestsBeside(context, path ?? BUILT_IN_PACK_FOLDER, placeholders)
        : await runCaseFiles(context, cases, rules ?? path, placeholders);
    const durationMs = Math.round(performance.now() - startedAt);
    const result = { ...found, durationMs };
    return { result, exitCode: result.failed > 0 ? EXIT.checksFailed : EXIT.ok };
  },
  render: renderTests,
});

type Found = Omit<TestJson, 'durationMs'>;

async function runTestsBeside(context: Context, path: string, placeholders: string | undefined): Promise<Found> {
  if (existsSync(path) && !statSync(path).isDirectory()) {
    throw usageError(`${path} is no folder`, `name the folder that holds the rules and their tests: ${dirname(path)}`);
  }
  const { pack, fileCount } = await loadRules(context, [path], readPlaceholders(placeholders));
  const tests = await findTestFiles(path);
  if (tests.length === 0) throw usageError(`there are no tests in ${path}`, 'tests stand in a folder named tests');
  const reports = tests.map(({ path: file, text }) => [shortPath(file), runPackTests(text, pack)] as const);
  return sum(reports, rulesOf(path, pack, fileCount));
}

async function runCaseFiles(
  context: Context,
  cases: readonly string[],
  rules: string | undefined,
  placeholders: string | undefined,
): Promise<Found> {
  const files = cases.map((file) => ({ file, lines: readCaseLines(file) }));
  const runners = new Map<string, { runner: CaseFileRunner; rules: TestJson['rules'] }>();
  const reports: (readonly [string, CaseReport])[] = [];
  for (const { file, lines } of files) {
    const source = rules ?? (namesRules(lines) ? rulesBeside(file) : undefined);
    if (source === undefined && namesRules(lines)) {
      throw usageError(`there is no rules.jsonl beside ${file}`, 'name the rules with --rules');
    }
    const known = runners.get(source ?? '') ?? (await createRunner(context, source, placeholders));
    runners.set(source ?? '', known);
    reports.push([file, known.runner.run(file, lines)]);
  }
  const [loaded] = [...runners.values()].flatMap((one) => one.rules ?? []);
  return sum(reports, loaded);
}

async function createRunner(context: Context, source: string | undefined, placeholders: string | undefined) {
  if (source === undefined) {
    const none = { schemaVersion: 1 as const, packId: 'none', version: '1', title: '', rules: [], refused: [] };
    return { runner: new CaseFileRunner(none), rules: undefined };
  }
  const { pack, fileCount } = await loadRules(context, [source], readPlaceholders(placeholders));
  return { runner: new CaseFileRunner(pack), rules: rulesOf(source, pack, fileCount) };
}

function rulesOf(source: string, pack: RulePack, files: number): TestJson['rules'] {
  return { source, files, loaded: pack.rules.length, refused: pack.refused.map(refusalJson) };
}

function sum(reports: readonly (readonly [string, CaseReport])[], rules: TestJson['rules']): Found {
  const files = reports.map(([file, { passed, failed, skipped }]) => ({ file, passed, failures: failed, skipped }));
  const total = (count: (file: (typeof files)[number]) => number): number =>
    files.reduce((all, file) => all + count(file), 0);
  return {
    ...(rules === undefined ? {} : { rules }),
    passed: total((file) => file.passed),
    failed: total((file) => file.failures.length),
    skipped: total((file) => file.skipped.length),
    files,
  };
}

function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}

const shownRefusals = 30;
const shownText = 200;

function renderTests({ rules, passed, failed, skipped, files, durationMs }: TestJson, { style }: View): string {
  const lines: string[] = [];
  if (rules !== undefined) {
    lines.push(
      `${counted(rules.loaded, 'rule')} loaded from ${rules.source}, ${formatCount(rules.refused.length)} refused`,
    );
    for (const { path, line, code, detail } of rules.refused.slice(0, shownRefusals)) {
      lines.push(`  ${printable(path)}:${line}: ${code}: ${printable(detail)}`);
    }
    if (rules.refused.length > shownRefusals) {
      lines.push(`  … and ${formatCount(rules.refused.length - shownRefusals)} more; --json lists them all`);
    }
  }
  for (const { file, failures } of files) {
    for (const { id, expected, got } of failures) {
      lines.push(`${style.bad('failed')} ${printable(id)} (${printable(file)})`);
      lines.push(`  expected ${shown(expected)}, got ${shown(got)}`);
    }
  }
  for (const { file, skipped: ids } of files)
    for (const id of ids) lines.push(`${style.warn('skipped')} ${printable(id)} (${file})`);
  const outcome = `${formatCount(passed)} passed, ${formatCount(failed)} failed, ${formatCount(skipped)} skipped`;
  lines.push(`${failed > 0 ? style.bad(outcome) : style.good(outcome)} in ${formatDuration(durationMs)}`);
  return lines.join('\n');
}

function shown(value: unknown): string {
  const text = printable(JSON.stringify(value) ?? 'nothing');
  return text.length > shownText ? `${text.slice(0, shownText)}…` : text;
}
