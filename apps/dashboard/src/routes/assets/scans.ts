import { hostsOf, readScan, SCAN_FORMATS, SCANS_OF_HOSTS } from '@redoubt/enrichment';
import { projectScans } from '@redoubt/rulebook';
import { saveScan } from '@redoubt/storage';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { byOf, reason } from '../author.ts';
import type { Services } from '../services.ts';
import { shownAssetSchema } from './asset-schema.ts';
import { assess } from './assess.ts';
import { readOrRefuse } from './change.ts';
import { theAsset } from './list.ts';

export function importScanRoute(services: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/assets/scans',
    operationId: 'importScan',
    summary: "Take in a scanner's report: the weaknesses of assets, in place of what earlier scans found",
    description:
      'Trivy and Grype reports are about one thing: `asset` says which asset it is. Nessus and OpenVAS reports name ' +
      'hosts, which are found by name or address. Larger reports are imported at the command line.',
    permission: 'assets:write',
    cost: 5,
    body: z.strictObject({
      format: z.enum(SCAN_FORMATS),
      report: z.string().min(1),
      asset: z.string().min(1).max(256).optional(),
      reason,
    }),
    reply: z.strictObject({
      scanner: z.string(),
      assets: z.array(shownAssetSchema),
      unknownHosts: z.array(z.string()).describe('Hosts that are in no inventory'),
    }),
    problems: ['refused'],
    handle: async (call) => {
      const { redis, database, clock } = services;
      const { orgId } = call.principal;
      const { format, asset, reason: why } = call.body;
      if (asset === undefined && !SCANS_OF_HOSTS.includes(format)) throw new Refusal('refused', 'names no asset');
      const report = readOrRefuse(() => readScan(call.body.report, format));
      const about = asset === undefined ? undefined : (await theAsset(services, orgId, asset)).name;
      const saved = await saveScan(database, {
        ...{ orgId, scanner: report.scanner, actor: byOf(call, why) },
        scannedAtMs: Math.min(report.scannedAtMs ?? Infinity, clock.now()),
        hosts: hostsOf(report, about),
      });
      await projectScans(redis, orgId, saved.assets);
      const assets = await assess(services, orgId, saved.assets);
      return { json: { scanner: report.scanner, assets, unknownHosts: saved.unknownHosts } };
    },
  });
}
