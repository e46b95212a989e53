import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { decodeEvent, toError } from '@redoubt/contracts';
import { RuleSet, type CaseFailure, type CaseReport, type RulePack } from '@redoubt/sigma';
import { parse } from 'yaml';
import { z } from 'zod';
import { isRuleFolder } from './rule-file-collector.ts';
import { RuleRun } from './rule-run.ts';

const testsSchema = z.array(
  z.strictObject({
    name: z.string(),
    rule: z.string(),
    matches: z.int().nonnegative(),
    events: z.array(
      z.strictObject({
        event: z.record(z.string(), z.unknown()),
        repeat: z.int().min(1).max(100_000).default(1),
        everySeconds: z.number().min(0).max(31_536_000).default(1),
      }),
    ),
  }),
);

type PackTest = z.infer<typeof testsSchema>[number];

/** A file of tests as it was found. */
export interface TestFile {
  path: string;
  text: string;
}

/** Time of the first event of every test. */
const startMs = Date.UTC(2026, 0, 1);
const maxDepth = 20;

/** Finds the YAML files in folders named `tests` under a folder. */
export async function findTestFiles(folder: string, depth = 0): Promise<TestFile[]> {
  const isTests = basename(folder) === 'tests';
  const entries = await readdir(folder, { withFileTypes: true });
  const found: TestFile[] = [];
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const isLookedInto = entry.name === 'tests' || isRuleFolder(entry.name);
    if (entry.isDirectory() && isLookedInto && depth < maxDepth) found.push(...(await findTestFiles(path, depth + 1)));
    else if (isTests && entry.isFile() && /\.ya?ml$/.test(entry.name)) {
      found.push({ path, text: await readFile(path, 'utf8') });
    }
  }
  return found;
}

/**
 * Runs the tests of a file: a list of `{name, rule, matches, events: [{event, repeat, everySeconds}]}`. Each begins with
 * empty windows; `{n}` in the texts of an event is the number of its repetition, from 1. An event without a time has
 * that of the test's own clock. Ids in the report are the tests' names.
 */
export function runPackTests(text: string, pack: RulePack): CaseReport {
  const report: CaseReport = { passed: 0, failed: [], skipped: [] };
  const tests = readTests(text);
  if (typeof tests === 'string')
    return { ...report, failed: [{ id: 'file', expected: 'a list of tests', got: tests }] };
  const ruleSet = RuleSet.fromPack(pack);
  for (const test of tests) {
    const failure = runTest(test, pack, ruleSet);
    if (failure) report.failed.push(failure);
    else report.passed += 1;
  }
  return report;
}

function readTests(text: string): PackTest[] | string {
  try {
    const parsed = testsSchema.safeParse(parse(text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
  } catch (error) {
    return toError(error).message.split('\n')[0] ?? '';
  }
}

function runTest({ name, rule, matches, events }: PackTest, pack: RulePack, ruleSet: RuleSet): CaseFailure | undefined {
  const id = `${rule}: ${name}`;
  const known = pack.rules.find((one) => one.id === rule || one.name === rule);
  if (known === undefined) return { id, expected: matches, got: `there is no rule ${rule}` };
  const run = new RuleRun(pack, { ruleSet });
  let timeMs = startMs;
  let got = 0;
  let index = 0;
  for (const { event, repeat, everySeconds } of events) {
    for (let n = 1; n <= repeat; n++) {
      const value = JSON.parse(
        JSON.stringify({ eventTimeMs: timeMs, ...event }).replaceAll('{n}', String(n)),
      ) as object;
      const decoded = decodeEvent(value);
      if (!decoded.ok) return { id, expected: matches, got: `${decoded.code}: ${decoded.detail}` };
      const sent = { eventId: `s-${startMs}-0-${index++}`, value, fields: decoded.fields, acceptedAtMs: timeMs };
      got += run.observe(sent).matches.filter((match) => match.rule === known).length;
      timeMs += everySeconds * 1_000;
    }
  }
  return got === matches ? undefined : { id, expected: matches, got };
}
