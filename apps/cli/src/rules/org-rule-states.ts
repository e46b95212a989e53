import { effectiveOverrides } from '@redoubt/rulebook';
import { notEvaluable, type NotEvaluable, type Rule, type RulePack, type SeenSourcesRecord } from '@redoubt/sigma';
import type { OrgPacks } from './org-packs.ts';
import type { OverrideJson } from './change-json.ts';

export const RULE_STATES = ['enabled', 'disabled', 'off_by_default', 'not_evaluable', 'shadowed'] as const;
export type RuleState = (typeof RULE_STATES)[number];

/** A rule as one organisation has it. */
export interface OrgRule {
  rule: Rule;
  pack: RulePack;
  state: RuleState;
  /** What the organisation set about it. */
  override: OverrideJson | undefined;
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
  const disabled = new Set(settings.disabled);
  const taken = new Set<string>();
  const all = packs.flatMap((pack) => pack.rules);
  const obstacles = new Map(seen && notEvaluable(all, seen).map((one) => [one.ruleId, one]));
  return packs.flatMap((pack) =>
    pack.rules.map((rule): OrgRule => {
      const override = overrides[rule.id];
      const obstacle = obstacles.get(rule.id);
      const isShadowed = taken.has(rule.id);
      taken.add(rule.id);
      const isOn = override?.isEnabled ?? rule.isEnabledByDefault ?? true;
      const state: RuleState = isShadowed
        ? 'shadowed'
        : disabled.has(rule.id)
          ? 'disabled'
          : !isOn
            ? override?.isEnabled === false
              ? 'disabled'
              : 'off_by_default'
            : obstacle
              ? 'not_evaluable'
              : 'enabled';
      return { rule, pack, state, override, obstacle: state === 'not_evaluable' ? obstacle : undefined };
    }),
  );
}
