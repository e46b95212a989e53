import { RULE_STATES as CHOSEN_STATES, ruleStates, type RuleWithState } from '@redoubt/detection';
import { effectiveOverrides } from '@redoubt/rulebook';
import { notEvaluable, type NotEvaluable, type Rule, type RulePack, type SeenSourcesRecord } from '@redoubt/sigma';
import type { OrgPacks } from './org-packs.ts';

export const RULE_STATES = [...CHOSEN_STATES, 'not_evaluable'] as const;

/** A rule as one organisation has it. */
export interface OrgRule extends Omit<RuleWithState<Rule, RulePack>, 'state'> {
  state: (typeof RULE_STATES)[number];
  /** Why it cannot match, when it runs and can't. */
  obstacle: NotEvaluable | undefined;
}

/**
 * All rules of an organisation's packs with their states.
 *
 * @param seen  what alert-engine has seen of its events; without it no rule counts as not evaluable
 */
export function orgRuleStates({ settings, packs }: OrgPacks, seen: SeenSourcesRecord | undefined): OrgRule[] {
  const overrides = effectiveOverrides(settings.overrides, settings.alertSettings);
  const all = packs.flatMap((pack) => pack.rules);
  const obstacles = new Map(seen && notEvaluable(all, seen).map((one) => [one.ruleId, one]));
  return ruleStates<Rule, RulePack>(packs, { disabled: settings.disabled, overrides }).map((one) => {
    const obstacle = one.state === 'enabled' ? obstacles.get(one.rule.id) : undefined;
    return { ...one, state: obstacle ? 'not_evaluable' : one.state, obstacle };
  });
}
