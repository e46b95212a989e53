import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseSignedReport, sha256, type FrameworkId, type SignedReport } from '@redoubt/compliance';
import { fileNameOf, renderReport, type ReportFormat } from '@redoubt/compliance/render';
import { toError } from '@redoubt/contracts';
import { askCompliance, findReport } from '@redoubt/storage';
import { z } from 'zod';
import { awaitRequest } from '../../compliance/await-request.ts';
import { asAddresses, asDay, asFormats, asFramework, complianceOrgOption } from '../../compliance/options.ts';
import { CliError, usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { asText, flag, offSwitch, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';

const DAY_MS = 86_400_000;
const SOC2: FrameworkId = 'soc2';
const USUAL: readonly ReportFormat[] = ['pdf'];

export const complianceReport = defineCommand({
  path: 'compliance report',
  summary: 'make a signed compliance report of a period and write it to files',
  details:
    'A run is made first, unless --no-run says otherwise. Without days the report is about the last 30. A period without a run gives a report that says so. The report is kept in PostgreSQL, so that files can be recognised by `redoubt compliance verify`.',
  options: {
    framework: option('--framework <framework>', 'soc2, iso27001, csf, nist80053 or pci', asFramework, {
      defaultValue: SOC2,
    }),
    format: option('--format <formats>', 'pdf, json, csv, oscal, html; several by commas', asFormats, {
      defaultText: 'pdf',
    }),
    out: option('--out <folder>', 'where files are written', asText, { defaultValue: '.' }),
    from: option('--from <day>', 'first day, UTC', asDay),
    to: option('--to <day>', 'last day, UTC', asDay),
    org: complianceOrgOption,
    email: option('--email <addresses>', 'mail it as well; several by commas', asAddresses),
    attach: flag('--attach', 'with --email: attach the files, and do not only link to them'),
    run: offSwitch('--no-run', 'report what earlier runs saw'),
  },
  examples: [
    'redoubt compliance report --framework soc2 --format pdf,json,csv,oscal',
    'redoubt compliance report --framework iso27001 --from 2026-10-01 --to 2026-10-31 --no-run --out reports',
    'redoubt compliance report --format pdf --email security@example.org --attach',
  ],
  result: z.object({
    schemaVersion: z.literal(1),
    reportId: z.string(),
    framework: z.string(),
    statement: z.string(),
    score: z.number().nullable(),
    hash: z.string().describe('of the signed content'),
    recommendations: z.number().int(),
    counts: z.record(z.string(), z.number()),
    files: z.array(z.object({ format: z.string(), path: z.string(), sha256: z.string(), sizeBytes: z.number().int() })),
    mailedTo: z.array(z.string()).describe('goes on by itself; a failure raises an alert'),
  }),
  rowsOf: ({ files }) => files,
  run: async (context, { framework, format = USUAL, out, from, to, org, email = [], attach, run }) => {
    if (from !== undefined && to !== undefined && to < from) throw usageError('--to is before --from');
    const database = await context.database();
    const orgId = org === undefined ? null : (await findOrg(database, org)).id;
    const period = {
      ...(from === undefined ? {} : { fromMs: from }),
      ...(to === undefined ? {} : { toMs: to + DAY_MS }),
    };
    const args = { framework, ...period, isFresh: run, recipients: email, formats: format, isAttached: attach };
    const requestedBy = context.settings.userName();
    const requestId = await askCompliance(database, { kind: 'report', orgId, args, requestedBy });
    await awaitRequest(context, requestId ?? '');
    const stored = await findReport(database, requestId ?? '');
    const signed = stored && parseSignedReport(stored.document);
    if (!stored || !signed) throw new CliError(EXIT.unexpected, 'the report cannot be read');
    const files = [];
    for (const one of format) files.push(await write(signed, one, resolve(out)));
    const { summary, recommendations } = signed.report;
    const head = {
      schemaVersion: 1 as const,
      reportId: stored.reportId,
      framework,
      statement: stored.statement,
      score: stored.score,
    };
    const told = {
      hash: stored.hash,
      recommendations: recommendations.length,
      counts: { ...summary.counts },
      files,
      mailedTo: [...email],
    };
    return { result: { ...head, ...told } };
  },
  render: ({ statement, score, counts, recommendations, files, mailedTo, hash }, { style }) =>
    [
      statement,
      `score ${score ?? 'not assessed'}: ${Object.entries(counts)
        .map(([name, count]) => `${count} ${name}`)
        .join(', ')}`,
      `${recommendations} recommendations`,
      ...files.map(({ path, sizeBytes }) => `${style.good('written')}  ${path} (${Math.ceil(sizeBytes / 1024)} KiB)`),
      ...mailedTo.map((address) => `mailing to ${address}`),
      `hash ${hash}`,
    ].join('\n'),
});

async function write(signed: SignedReport, format: ReportFormat, folder: string) {
  const path = join(folder, fileNameOf(signed, format));
  const content = await renderReport(signed, format);
  try {
    await writeFile(path, content, { mode: 0o600 });
  } catch (error) {
    throw new CliError(EXIT.usage, `${path} cannot be written: ${toError(error).message}`, [
      'name a folder that exists with --out',
    ]);
  }
  return { format, path, sha256: sha256(content), sizeBytes: content.length };
}
