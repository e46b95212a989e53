import { CHECK_STATUSES, WEIGHTS, type CheckRank, type CheckStatus, type ComplianceRun } from '@redoubt/compliance';
import { askCompliance, findRun } from '@redoubt/storage';
import { z } from 'zod';
import { awaitRequest } from '../../compliance/await-request.ts';
import { complianceOrgOption } from '../../compliance/options.ts';
import { CliError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { flag } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { printable } from '../../output/printable.ts';
import type { Style } from '../../output/style.ts';
import { renderTable } from '../../output/table.ts';

const RANKS = Object.keys(WEIGHTS) as [CheckRank, ...CheckRank[]];

export const complianceRun = defineCommand({
  path: 'compliance run',
  summary: 'measure every compliance check now and keep the signed evidence',
  details:
    'compliance-reporter looks at every node, at acl-manager and at the records in PostgreSQL. Ends with 3 when a check fails that nobody has waived, with 4 when none fails and something was not measured.',
  options: { org: complianceOrgOption, failing: flag('--failing', 'show what fails or was not measured alone') },
  examples: ['redoubt compliance run', 'redoubt compliance run --failing', 'redoubt compliance run --json'],
  result: z.object({
    schemaVersion: z.literal(1),
    runId: z.string(),
    seq: z.number().int().describe('place in the chain of runs'),
    hash: z.string(),
    score: z.number().nullable().describe('0 to 100; null when nothing was measured'),
    measuredShare: z.number(),
    counts: z.record(z.enum(CHECK_STATUSES), z.number()),
    checks: z.array(
      z.object({
        checkId: z.string(),
        title: z.string(),
        rank: z.enum(RANKS),
        status: z.enum(CHECK_STATUSES),
        summary: z.string(),
        fix: z.string(),
      }),
    ),
  }),
  rowsOf: ({ checks }) => checks,
  run: async (context, { org, failing }) => {
    const database = await context.database();
    const orgId = org === undefined ? null : (await findOrg(database, org)).id;
    const requestId = await askCompliance(database, {
      kind: 'run',
      orgId,
      args: {},
      requestedBy: context.settings.userName(),
    });
    const { runId } = (await awaitRequest(context, requestId ?? '')) as { runId: string };
    const kept = await findRun(database, runId);
    if (kept === undefined) throw new CliError(EXIT.unexpected, `run ${runId} is gone`);
    const run = JSON.parse(kept.text) as ComplianceRun;
    const shown = run.checks.filter(({ status }) => !failing || status === 'fail' || status === 'not-measured');
    const checks = shown.map(({ checkId, title, rank, status, summary, fix }) => ({
      checkId,
      title,
      rank,
      status,
      summary,
      fix,
    }));
    const { counts, score } = run;
    const exitCode = counts.fail > 0 ? EXIT.checksFailed : counts['not-measured'] > 0 ? EXIT.incomplete : EXIT.ok;
    const head = { schemaVersion: 1 as const, runId, seq: kept.seq, hash: kept.hash };
    return { result: { ...head, score: score.value, measuredShare: score.measuredShare, counts, checks }, exitCode };
  },
  render: ({ checks, counts, score, measuredShare, seq, hash }, view) => {
    const { style } = view;
    const rows = checks.map(({ checkId, status, rank, summary }) => [
      checkId,
      wordOf(status, style),
      rank,
      printable(summary),
    ]);
    const told = CHECK_STATUSES.map((status) => `${counts[status] ?? 0} ${status}`).join(', ');
    const line = `score ${score ?? 'not assessed'}, ${Math.floor(measuredShare * 100)} % measured: ${told}`;
    const columns = [
      { name: 'check' },
      { name: 'result' },
      { name: 'severity' },
      { name: 'finding', isFlexible: true },
    ];
    return `${renderTable(columns, rows, view)}\n${line}\nrun ${seq}, hash ${hash}`;
  },
});

function wordOf(status: CheckStatus, style: Style): string {
  if (status === 'pass') return style.good(status);
  return status === 'fail' ? style.bad(status) : status;
}
