import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../ship/images/catalog.ts';
import { acceptedSchema, judgeAudit, type Finding, type Judgement } from './judge-audit.ts';
import { readAnswer } from './read-answer.ts';
import { lockFiles } from './shipped-packages.ts';

const USAGE = `npm run audit -- [--json]
asks the npm registry for known weaknesses of the packages of every lock file

ends with 0 when none of what is shipped has a high one that is not accepted in tools/audit/accepted.json, with 1 when
one has, and with 69 when the registry did not answer, or not as is known: then nothing is known`;
const TIMEOUT_MS = 120_000;
/** EX_UNAVAILABLE of sysexits.h. */
const UNAVAILABLE = 69;

/** @param folder  of a lock file, in the checkout */
function ask(folder: string): ReturnType<typeof readAnswer> {
  const { stdout, error } = spawnSync('npm', ['audit', '--json', '--package-lock-only'], {
    ...{ cwd: join(ROOT, folder), encoding: 'utf8', timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return error === undefined ? readAnswer(stdout) : { why: error.message };
}

/** Of every lock file. @returns why nothing is known, when one of them got no answer */
function judgeAll(): Judgement | { why: string } {
  const accepted = acceptedSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'accepted.json'), 'utf8')));
  const all: Judgement = { refused: [], accepted: [], others: [] };
  for (const { folder, shipped } of lockFiles()) {
    const answer = ask(folder);
    if ('why' in answer) return answer;
    const one = judgeAudit(answer.report, { shipped, accepted, nowMs: Date.now() });
    for (const sort of ['refused', 'accepted', 'others'] as const) all[sort].push(...one[sort]);
  }
  return all;
}

function main(): number {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const print = (result: object): void => {
    if (values.json === true) process.stdout.write(`${JSON.stringify({ schemaVersion: 1, ...result })}\n`);
  };
  const judgement = judgeAll();
  if ('why' in judgement) {
    process.stderr.write(`audit: NOT DONE, the registry did not answer: ${judgement.why}\n`);
    print({ isAnswered: false, why: judgement.why });
    return UNAVAILABLE;
  }
  const tell = (what: string, found: readonly Finding[]): void => {
    process.stderr.write(`audit: ${found.length} ${what}\n`);
    for (const one of found) {
      process.stderr.write(`  ${one.severity} ${one.package} ${one.advisory}: ${one.title}\n`);
    }
  };
  tell('of tools, or lower', judgement.others);
  tell('accepted', judgement.accepted);
  tell('refused', judgement.refused);
  print({ isAnswered: true, ok: judgement.refused.length === 0, ...judgement });
  return judgement.refused.length === 0 ? 0 : 1;
}

process.exitCode = main();
