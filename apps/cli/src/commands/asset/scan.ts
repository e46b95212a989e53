import { readFile } from 'node:fs/promises';
import { toError } from '@redoubt/contracts';
import { hostsOf, readScan, SCAN_FORMATS, SCANS_OF_HOSTS, type ScanFormat, type ScanReport } from '@redoubt/enrichment';
import { projectScans, readAssetHealth } from '@redoubt/rulebook';
import { saveScan } from '@redoubt/storage';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { assetJson, assetJsonSchema, renderAssets } from '../../assets/asset-json.ts';
import { findAsset } from '../../assets/find-asset.ts';
import { CliError, usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { asChoice, asText, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { printable } from '../../output/printable.ts';
import { auditReasonOption, operatorOf } from '../../people/operator.ts';

export const assetScan = defineCommand({
  path: 'asset scan',
  summary: "import a scanner's report: the weaknesses of assets, in place of what earlier scans found",
  details:
    'Trivy and Grype reports (JSON) are about one thing: --asset says which asset it is. Nessus and OpenVAS reports (CSV) name hosts, which are found in the inventory by name or address; those it does not know are told and left out. Ends with 3 when no asset is left.',
  options: {
    org: requiredOrgOption,
    import: option('--import <file>', 'the report', asText, { isRequired: true }),
    format: option('--format <format>', SCAN_FORMATS.join(', '), asChoice(SCAN_FORMATS), { isRequired: true }),
    asset: option('--asset <name>', 'the asset it is about', asText),
    actor: actorOption,
    reason: auditReasonOption,
  },
  examples: [
    'redoubt asset scan --org acme --import trivy.json --format trivy --asset web-1',
    'redoubt asset scan --org acme --import scan.csv --format nessus',
  ],
  result: z.object({
    organization: z.string().describe('name'),
    scanner: z.string(),
    assets: z.array(assetJsonSchema),
    unknownHosts: z.array(z.string()).describe('hosts that are in no inventory'),
  }),
  rowsOf: ({ assets }) => assets,
  run: async (context, { org, import: path, format, asset, actor, reason }) => {
    if (asset === undefined && !SCANS_OF_HOSTS.includes(format)) throw usageError(`a ${format} report needs --asset`);
    const report = await reportOf(path, format);
    const { database, redis } = await context.tenancy();
    const organization = await findOrg(database, org);
    const about = asset === undefined ? undefined : await findAsset(database, organization.id, asset);
    const { assets, unknownHosts } = await saveScan(database, {
      ...{ orgId: organization.id, scanner: report.scanner, actor: operatorOf(context, { actor, reason }) },
      scannedAtMs: Math.min(report.scannedAtMs ?? Infinity, context.clock.now()),
      hosts: hostsOf(report, about?.name),
    });
    if (assets.length === 0) throw new CliError(EXIT.checksFailed, 'the report is about no asset of the inventory');
    await projectScans(redis, organization.id, assets);
    const health = await readAssetHealth(
      redis,
      organization.id,
      assets.map(({ name }) => name),
    );
    const shown = assets.map((one, i) => assetJson(one, health[i] ?? {}));
    return { result: { organization: organization.name, scanner: report.scanner, assets: shown, unknownHosts } };
  },
  render: ({ assets, unknownHosts }, view) => {
    const table = renderAssets(assets, view);
    if (unknownHosts.length === 0) return table;
    return `${table}\nnot in the inventory: ${unknownHosts.map((host) => printable(host)).join(', ')}`;
  },
});

async function reportOf(path: string, format: ScanFormat): Promise<ScanReport> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw usageError(`the report cannot be read: ${toError(error).message}`);
  }
  try {
    return readScan(text, format);
  } catch (error) {
    throw new CliError(EXIT.checksFailed, toError(error).message);
  }
}
