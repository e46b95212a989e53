import { readFile } from 'node:fs/promises';
import { toError } from '@redoubt/contracts';
import { ASSET_FORMATS, assetFormatOf, readAssets, type ReadAssets } from '@redoubt/enrichment';
import { saveAssets } from '@redoubt/storage';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { CliError, usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asChoice, asText, flag, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { formatCount } from '../../output/number.ts';
import { printable } from '../../output/printable.ts';
import { auditReasonOption, operatorOf } from '../../people/operator.ts';

export const assetImport = defineCommand({
  path: 'asset import',
  summary: 'add assets of a file to the inventory, and change those it has',
  details:
    'Reads JSON (a list of assets) and CSV with a line of names: name, addresses, criticality, owner, tags; several addresses or tags in one field are divided by spaces or semicolons. Assets that the file does not name stay. Rows that are no asset are told and left out. Ends with 3 when none is left.',
  args: { path: argument('<file>', 'the inventory', asText) },
  options: {
    org: requiredOrgOption,
    format: option('--format <format>', `${ASSET_FORMATS.join(', ')} (default: found out)`, asChoice(ASSET_FORMATS)),
    dryRun: flag('--dry-run', 'tell what would change and change nothing'),
    actor: actorOption,
    reason: auditReasonOption,
  },
  examples: ['redoubt asset import assets.csv --org acme --dry-run', 'redoubt asset import cmdb.json --org acme'],
  result: z.object({
    organization: z.string().describe('name'),
    isDryRun: z.boolean(),
    added: z.array(z.string()),
    changed: z.array(z.string()),
    unchanged: z.number().int(),
    refusedCount: z.number().int(),
    refused: z.array(z.object({ row: z.number().int(), reason: z.string() })).describe('the first 100'),
  }),
  run: async (context, { path, org, format, dryRun, actor, reason }) => {
    const { assets, refused, refusedCount } = await readFrom(path, format);
    if (assets.length === 0) throw new CliError(EXIT.checksFailed, `${path} holds no asset`);
    const database = await context.database();
    const organization = await findOrg(database, org);
    const saved = await saveAssets(database, {
      ...{ orgId: organization.id, assets, isDryRun: dryRun, actor: operatorOf(context, { actor, reason }) },
    });
    return { result: { organization: organization.name, isDryRun: dryRun, ...saved, refusedCount, refused } };
  },
  render: ({ added, changed, unchanged, refused, refusedCount, isDryRun }) =>
    [
      `${isDryRun ? 'would add' : 'added'} ${formatCount(added.length)}, ${isDryRun ? 'change' : 'changed'} ${formatCount(changed.length)}, leave ${formatCount(unchanged)} as they are; ${formatCount(refusedCount)} rows are no assets`,
      ...refused.map(({ row, reason }) => `  row ${row}: ${printable(reason)}`),
    ].join('\n'),
});

async function readFrom(path: string, format: (typeof ASSET_FORMATS)[number] | undefined): Promise<ReadAssets> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw usageError(`the inventory cannot be read: ${toError(error).message}`);
  }
  try {
    return readAssets(text, format ?? assetFormatOf(text));
  } catch (error) {
    throw new CliError(EXIT.checksFailed, `${path} is no inventory: ${toError(error).message}`);
  }
}
