import { disableRule, ruleOverrideSchema, setRuleOverride, type RuleOverride } from '@redoubt/rulebook';
import { z } from 'zod';
import { actorOf } from '../../auth/actor.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { given } from '../parameters.ts';
import { relayNow } from '../relay-now.ts';
import type { Services } from '../services.ts';
import { isInForce } from '../suppressions/schemas.ts';
import type { OrgRule, OrgRules } from './org-rules.ts';
import { ruleIdParams, ruleJson, ruleSchema } from './schemas.ts';

const body = z.strictObject({
  isEnabled: z.boolean().optional().describe('Whether it runs'),
  override: ruleOverrideSchema
    .omit({ isEnabled: true })
    .nullable()
    .optional()
    .describe('Replaces what was set; null: as the rule says'),
  reason: z.string().min(1).max(1_000).optional().describe('Why; kept in the audit log'),
});

export function changeRuleRoute(services: Services, orgRules: OrgRules): Route {
  return defineRoute({
    method: 'patch',
    path: '/api/v1/rules/{ruleId}',
    operationId: 'changeRule',
    summary: 'Enable or disable a rule, or set its threshold, window and severity',
    permission: 'rules:write',
    params: ruleIdParams,
    body,
    reply: z.strictObject({ rule: ruleSchema, isInForce }),
    problems: ['refused', 'overloaded'],
    handle: async ({ principal, params: { ruleId }, body: wanted, address }) => {
      const { orgId } = principal;
      const by = { actor: actorOf(principal), address, ...given({ reason: wanted.reason }) };
      const { settings, rules } = await orgRules.read(orgId);
      const found = theRule(rules, ruleId);
      checkOverride(found, wanted.override);
      const override = overrideOf(found, settings.overrides[ruleId], wanted);
      await setRuleOverride(services.database, orgId, { ruleId, override }, by);
      if (wanted.isEnabled !== undefined) {
        await disableRule(services.database, orgId, ruleId, { ...by, isDisabled: !wanted.isEnabled });
      }
      const now = theRule((await orgRules.read(orgId)).rules, ruleId);
      return { json: { rule: ruleJson(now), isInForce: await relayNow(services, orgId) } };
    },
  });
}

function theRule(rules: readonly OrgRule[], ruleId: string): OrgRule {
  const found = rules.find(({ rule }) => rule.id === ruleId);
  if (!found) throw new Refusal('not_found');
  return found;
}

type Wanted = z.output<typeof body>;

function checkOverride({ rule }: OrgRule, override: Wanted['override']): void {
  const asksCounting = override?.threshold !== undefined || override?.windowSeconds !== undefined;
  if (asksCounting && !rule.hasThreshold) throw new Refusal('refused', 'this rule has no threshold and no window');
}

function overrideOf({ rule }: OrgRule, before: RuleOverride | undefined, wanted: Wanted): RuleOverride | null {
  const { isEnabled: wasEnabled, ...kept } = before ?? {};
  // A rule that is off by default runs only where its name is switched on.
  const isEnabled = wanted.isEnabled === true ? (rule.isEnabledByDefault ? undefined : true) : wasEnabled;
  const override = {
    ...(wanted.override === undefined ? kept : wanted.override),
    ...(isEnabled === undefined ? {} : { isEnabled }),
  };
  return Object.keys(override).length === 0 ? null : override;
}
