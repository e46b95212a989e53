import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { nextCursor, paging } from '../parameters.ts';
import { RULE_STATES, type OrgRule, type OrgRules } from './org-rules.ts';
import { ruleJson, ruleSchema } from './schemas.ts';

const packSchema = z.strictObject({
  packId: z.string(),
  version: z.string(),
  rules: z.number().int().describe('0 also when the pack is named and not stored'),
});

export function listRulesRoute(orgRules: OrgRules): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/rules',
    operationId: 'listRules',
    summary: 'List the rules of the organisation, in the order of its packs',
    permission: 'rules:read',
    query: z.strictObject({
      packId: z.string().min(1).max(63).optional(),
      state: z.enum(RULE_STATES).optional(),
      text: z.string().min(1).max(256).optional().describe('Part of id, name, title, tags, author or path, any case'),
      limit: paging.limit,
      cursor: z
        .string()
        .regex(/^\d{1,6}$/, 'is no cursor')
        .optional()
        .describe('`nextCursor` of the page before'),
    }),
    reply: z.strictObject({
      packs: z.array(packSchema),
      total: z.number().int(),
      rules: z.array(ruleSchema),
      nextCursor,
    }),
    problems: ['overloaded'],
    handle: async ({ principal, query }) => {
      const { settings, rules } = await orgRules.read(principal.orgId);
      const found = rules.filter((one) => matches(one, query));
      const from = Number(query.cursor ?? 0);
      const to = from + query.limit;
      const packs = settings.packs.map(({ packId, version }) => {
        return { packId, version, rules: rules.filter((one) => one.packId === packId).length };
      });
      const more = to < found.length ? { nextCursor: String(to) } : {};
      return { json: { packs, total: found.length, rules: found.slice(from, to).map(ruleJson), ...more } };
    },
  });
}

interface Wanted {
  packId?: string | undefined;
  state?: string | undefined;
  text?: string | undefined;
}

function matches({ rule, packId, state }: OrgRule, wanted: Wanted): boolean {
  if (wanted.packId !== undefined && packId !== wanted.packId) return false;
  if (wanted.state !== undefined && state !== wanted.state) return false;
  if (wanted.text === undefined) return true;
  const text = wanted.text.toLowerCase();
  const parts = [rule.id, rule.name, rule.title, rule.author, rule.path, ...rule.tags];
  return parts.some((part) => part?.toLowerCase().includes(text));
}
