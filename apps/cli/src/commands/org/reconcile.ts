import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { renderFacts } from '../../output/facts.ts';
import { counted } from '../../output/number.ts';
import { rebuildRedis } from '../../recovery/rebuild-redis.ts';

export const orgReconcile = defineCommand({
  path: 'org reconcile',
  summary: 'rebuild in Redis what PostgreSQL says of all organisations',
  details:
    'For use after Redis lost data, and safe at any time: streams and groups, registry, settings, keys, rules, suppressions, channels and sinks come back as PostgreSQL has them, and where alert-engine has no state left, open alerts and incidents. Nothing is removed. Sessions are held in Redis alone: their people sign in again.',
  examples: ['redoubt org reconcile'],
  result: z.object({
    organizations: z.number().int(),
    apiKeys: z.number().int(),
    openAlerts: z.number().int().describe('given back to alert-engine'),
    openIncidents: z.number().int().describe('given back to alert-engine'),
  }),
  isEndless: () => true,
  run: async (context) => ({
    result: await rebuildRedis(await context.tenancy(), { nowMs: context.clock.now() }),
  }),
  render: ({ organizations, apiKeys, openAlerts, openIncidents }, view) =>
    renderFacts(
      [
        ['rebuilt', `${counted(organizations, 'organisation')}, ${counted(apiKeys, 'key')}`],
        ['alert-engine', `${counted(openAlerts, 'open alert')}, ${counted(openIncidents, 'open incident')} given back`],
      ],
      view.style,
    ),
});
