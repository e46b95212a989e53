import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OrgId } from '@redoubt/contracts';
import { BUILT_IN_PACK_ID, listRuleVersions, ownPackId } from '@redoubt/rulebook';
import { BUILT_IN_PACK_FOLDER, describeRule, documentAt, type Rule } from '@redoubt/sigma';
import { ruleOutcomes } from '@redoubt/storage';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { RuleDesk } from '../../rules/rule-desk.ts';
import { closedAs } from '../alerts/similar.ts';
import { given } from '../parameters.ts';
import type { Services } from '../services.ts';
import type { OrgRules } from './org-rules.ts';
import { ruleIdParams, ruleJson, ruleSchema } from './schemas.ts';

const statsDays = 30;
const dayMs = 86_400_000;

const reply = z.strictObject({
  rule: ruleSchema,
  yaml: z.string().nullable().describe('Null: of imported packs only the compiled rules are kept'),
  version: z.number().int().optional().describe('Of a rule of your own: how often it was published'),
  description: z.string().optional(),
  references: z.array(z.string()),
  falsePositives: z.array(z.string()),
  explain: z.array(z.string()).describe('What it looks for, in indented lines'),
  stats: z.strictObject({
    alerts30d: z.number().int().describe('Opened in 30 days'),
    closedAs: closedAs.describe('Closed in 30 days, by verdict'),
  }),
});

export function showRuleRoute(services: Services, orgRules: OrgRules, desk: RuleDesk): Route {
  const { database, clock, limits } = services;
  return defineRoute({
    method: 'get',
    path: '/api/v1/rules/{ruleId}',
    operationId: 'getRule',
    summary: 'A rule: its text, what it looks for, and how its alerts were judged',
    permission: 'rules:read',
    params: ruleIdParams,
    reply,
    problems: ['overloaded'],
    handle: async ({ principal: { orgId }, params: { ruleId } }) => {
      const { settings, rules } = await orgRules.read(orgId);
      const found = rules.find(({ rule }) => rule.id === ruleId);
      const pack = settings.packs.find(({ packId }) => packId === found?.packId);
      const rule = pack && (await desk.find(orgId, pack, ruleId));
      if (!found || !rule) throw new Refusal('not_found');
      const since = { sinceMs: clock.now() - statsDays * dayMs, limit: 0, timeoutMs: limits.searchTimeoutMs };
      const outcomes = await ruleOutcomes(database, orgId, { ruleId, ...since });
      const titleOf = (id: string): string | undefined => rules.find((one) => one.rule.id === id)?.rule.title;
      const { references, falsePositives, description } = rule;
      return {
        json: {
          ...{ rule: ruleJson(found), ...(await textOf(services, orgId, found.packId, rule)) },
          ...{ references, falsePositives, ...given({ description }), explain: describeRule(rule, titleOf) },
          stats: { alerts30d: outcomes.alerts, closedAs: outcomes.closedAs },
        },
      };
    },
  });
}

async function textOf(
  { database }: Services,
  orgId: OrgId,
  packId: string,
  rule: Rule,
): Promise<{ yaml: string | null; version?: number }> {
  if (packId === BUILT_IN_PACK_ID) {
    const text = await readFile(join(BUILT_IN_PACK_FOLDER, rule.path), 'utf8');
    return { yaml: documentAt(text, rule.line) };
  }
  if (packId !== ownPackId(orgId)) return { yaml: null };
  const [newest] = await listRuleVersions(database, orgId, rule.id);
  return { yaml: newest?.yaml ?? null, ...given({ version: newest?.version }) };
}
