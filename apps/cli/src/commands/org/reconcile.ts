import { z } from 'zod';
import { reconcileRulebook } from '@redoubt/rulebook';
import { reconcile } from '@redoubt/tenancy';
import { defineCommand } from '../../command/definition.ts';
import { renderFacts } from '../../output/facts.ts';
import { counted } from '../../output/number.ts';

export const orgReconcile = defineCommand({
  path: 'org reconcile',
  summary: 'rebuild in Redis what PostgreSQL says of all organisations',
  details:
    'For use after Redis lost data, and safe at any time: streams and groups, registry, settings, keys, rules, suppressions and channels come back as PostgreSQL has them. Nothing is removed. Sessions are held in Redis alone: their people sign in again.',
  examples: ['redoubt org reconcile'],
  result: z.object({ organizations: z.number().int(), apiKeys: z.number().int() }),
  run: async (context) => {
    const deps = await context.tenancy();
    const done = await reconcile(deps);
    await reconcileRulebook(deps);
    return { result: done };
  },
  render: ({ organizations, apiKeys }, view) =>
    renderFacts([['rebuilt', `${counted(organizations, 'organisation')}, ${counted(apiKeys, 'key')}`]], view.style),
});
