import { CANARY_PACK_ID, CANARY_RULE, DEFAULT_CANARY_ORGANIZATION } from '@redoubt/canary';
import { DEFAULT_GROUPS } from '@redoubt/key-schema';
import { BUILT_IN_PACK_ID, disablePack } from '@redoubt/rulebook';
import { buildPack } from '@redoubt/sigma';
import { provisionOrganization } from '@redoubt/tenancy';
import { z } from 'zod';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { defineCommand } from '../../command/definition.ts';
import { asText, option } from '../../command/inputs.ts';
import { operatorOf } from '../../people/operator.ts';
import { importPack, withContentVersion } from '../../rules/import-pack.ts';
import { issueKey, outOption } from '../key/issue-key.ts';

/** A round every few seconds, not more: whoever finds the key can do little with it. */
const QUOTA = { eventsPerSecond: 10, bytesPerSecond: 10_000, burstSeconds: 10 };
const RETENTION_DAYS = 1;

export const canarySetup = defineCommand({
  path: 'canary setup',
  summary: 'make the organisation, the rule and a key for the synthetic event',
  details:
    'May be repeated: what is there stays; a key is made only with --out. Give its text to compliance-reporter as CANARY_API_KEY_FILE and the address of the gateway as CANARY_URL; then it sends one event every 30 seconds and keeps redoubt_canary_* metrics. The organisation is of its own, so its events count in the figures of no other.',
  options: {
    name: option('--name <org>', 'its short name', asText, { defaultValue: DEFAULT_CANARY_ORGANIZATION }),
    out: outOption,
    actor: actorOption,
  },
  examples: ['redoubt canary setup --out canary.key'],
  result: z.object({
    organization: z.string(),
    orgId: z.string(),
    isLive: z.boolean().describe('alert-engine has been told of the rule'),
    keyFile: z.string().optional().describe('the file with the new key'),
  }),
  run: async (context, { name, out, actor: given }) => {
    const deps = await context.tenancy();
    const by = operatorOf(context, { actor: given });
    const { id: orgId } = await provisionOrganization(deps, {
      ...{ name, displayName: 'Canary of the platform', retentionDays: RETENTION_DAYS, quota: QUOTA, by },
      expectedGroups: DEFAULT_GROUPS,
    });
    const files = [{ path: 'canary.yml', text: CANARY_RULE }];
    const pack = buildPack({ packId: CANARY_PACK_ID, version: '', title: 'Canary', files });
    const actor = actorOf(context, given);
    // Only its own rule runs there: another one that it met would hide it or fold its alerts together.
    await disablePack(deps.database, orgId, BUILT_IN_PACK_ID, { actor });
    const { isLive } = await importPack(context, withContentVersion(pack, orgId), { orgId, isEnabled: true, actor });
    const result = { organization: name, orgId, isLive };
    if (out === undefined) return { result };
    await issueKey(context, { organization: name, name: 'canary', scopes: ['ingest'] }, out);
    return { result: { ...result, keyFile: out } };
  },
  render: ({ organization, keyFile }) =>
    keyFile === undefined
      ? `${organization} is ready`
      : `${organization} is ready; give ${keyFile} to compliance-reporter as CANARY_API_KEY_FILE`,
});
