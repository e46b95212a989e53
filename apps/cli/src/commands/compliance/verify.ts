import { readFile } from 'node:fs/promises';
import { linkHash, isSignedBy, parseSignedReport, sha256, verifySignedReport } from '@redoubt/compliance';
import { toError } from '@redoubt/contracts';
import { complianceKeys, findReportByFile, findRun, lastRunSeq, readRunChain, type Database } from '@redoubt/storage';
import { z } from 'zod';
import { CliError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asText, flag, option } from '../../command/inputs.ts';
import { printable } from '../../output/printable.ts';

const resultSchema = z.object({
  schemaVersion: z.literal(1),
  isSound: z.boolean(),
  kind: z.enum(['report', 'file', 'unknown']).describe('`report`: recomputed; `file`: recognised by its hash'),
  faults: z.array(z.string()),
  notes: z.array(z.string()).describe('what was not looked at'),
  sha256: z.string().describe('of the file'),
  keyId: z.string().optional(),
  reportId: z.string().optional(),
});
type Verdict = z.infer<typeof resultSchema>;

export const complianceVerify = defineCommand({
  path: 'compliance verify',
  summary: 'recompute hashes and signature of a report file',
  details:
    'A JSON report is recomputed by itself: hash, signature, score and counts; with PostgreSQL at hand the key must be known there, and the run must stand in its chain with the same hash. Other formats are recognised by the hash that was kept of them. --key names whom to trust where PostgreSQL is not asked (--offline); without either nothing is sound.',
  args: { file: argument('<file>', 'a report', asText) },
  options: {
    key: option('--key <file>', 'public key (PEM) that the report must be signed with', asText),
    offline: flag('--offline', 'do not ask PostgreSQL'),
  },
  examples: [
    'redoubt compliance verify redoubt-soc2-2026-11-22.json',
    'redoubt compliance verify report.json --offline --key redoubt.pub',
  ],
  result: resultSchema,
  run: async (context, { file, key, offline }) => {
    const content = await read(file);
    const database = offline ? undefined : await databaseOf(context, key !== undefined);
    const given = key === undefined ? [] : [(await read(key)).toString('utf8')];
    const signed = parseSignedReport(content.toString('utf8'));
    const hash = sha256(content);
    const verdict: Verdict = { schemaVersion: 1, isSound: false, kind: 'unknown', faults: [], notes: [], sha256: hash };
    if (signed === null) await recognise(verdict, database);
    else {
      const known = database && given.length === 0 ? [...(await complianceKeys(database)).values()] : given;
      const found = verifySignedReport(signed, known);
      const { reportId, run } = signed.report;
      Object.assign(verdict, { kind: 'report', reportId, keyId: found.keyId, faults: [...found.faults] });
      if (known.length === 0)
        verdict.faults.push('nobody said which keys are to be trusted: give --key, or let it ask PostgreSQL');
      if (run && database) await lookUpRun(verdict, database, run);
      else if (run) verdict.notes.push('the run was not looked up in its chain');
    }
    verdict.isSound = verdict.faults.length === 0;
    return { result: verdict, exitCode: verdict.isSound ? EXIT.ok : EXIT.checksFailed };
  },
  render: ({ isSound, kind, faults, notes, sha256: hash, keyId, reportId }, { style }) =>
    [
      isSound
        ? `${style.good('sound')}  report ${reportId ?? ''}${kind === 'report' ? `, signed with key ${keyId ?? ''}` : ', byte for byte as it was made'}`
        : `${style.bad('not sound')}  ${faults.map(printable).join('; ')}`,
      ...notes.map((note) => `note: ${note}`),
      `SHA-256 of the file ${hash}`,
    ].join('\n'),
});

async function recognise(verdict: Verdict, database: Database | undefined): Promise<void> {
  if (database === undefined) {
    verdict.faults.push('a file that is no JSON report is recognised by PostgreSQL alone');
    return;
  }
  const known = await findReportByFile(database, verdict.sha256);
  if (known === undefined)
    verdict.faults.push('no report has a file with this hash: it was changed, or is not from here');
  else Object.assign(verdict, { kind: 'file', reportId: known.reportId });
}

async function lookUpRun(
  { faults, notes }: Verdict,
  database: Database,
  { runId, seq, hash }: { runId: string; seq: number; hash: string },
): Promise<void> {
  const kept = await findRun(database, runId);
  if (kept === undefined) {
    const [oldest] = await readRunChain(database, 0);
    if (oldest !== undefined && seq < oldest.seq) notes.push(`run ${runId} is older than what is kept of the chain`);
    else {
      const last = await lastRunSeq(database);
      const where =
        last < seq ? `, which ends at run ${last}: its end was cut off, or an older backup was restored` : '';
      faults.push(`run ${seq} (${runId}) is not in the chain${where}`);
    }
    return;
  }
  const isWhole = linkHash(kept.previous, kept.text) === kept.hash && kept.hash === hash;
  const publicKey = (await complianceKeys(database)).get(kept.keyId);
  const isSigned = publicKey !== undefined && isSignedBy(kept, publicKey);
  if (!isWhole) faults.push(`run ${runId} is not the one that the report was made of`);
  if (!isSigned) faults.push(`the signature of run ${runId} does not hold`);
}

/** Without a key given, PostgreSQL alone says whom to trust. */
async function databaseOf(context: Context, hasKey: boolean): Promise<Database | undefined> {
  try {
    return await context.database();
  } catch (error) {
    if (!hasKey) throw error;
    context.output.warn(`PostgreSQL was not asked: ${toError(error).message}`);
    return undefined;
  }
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new CliError(EXIT.usage, `${file} cannot be read: ${toError(error).message}`);
  }
}
