import type { RuleHead } from '@redoubt/sigma';
import type { RuleChoices, RuleOverride } from './org-rules.ts';

/** What an organisation's choices make of a rule. */
export const RULE_STATES = ['enabled', 'disabled', 'off_by_default', 'shadowed'] as const;
export type RuleState = (typeof RULE_STATES)[number];

/** A rule of one pack as one organisation has it. */
export interface RuleWithState<Rule, Pack> {
  rule: Rule;
  pack: Pack;
  /** `off_by_default`: runs when it is enabled by name; `shadowed`: an earlier pack has a rule of this id. */
  state: RuleState;
  /** What is in force beside what the rule says. */
  override: RuleOverride | undefined;
}

/** All rules of an organisation's packs in their order, with their states. */
export function ruleStates<Rule extends Pick<RuleHead, 'id' | 'isEnabledByDefault'>, Pack>(
  packs: readonly (Pack & { rules: readonly Rule[] })[],
  choices: RuleChoices,
): RuleWithState<Rule, Pack>[] {
  const disabled = new Set(choices.disabled);
  const taken = new Set<string>();
  return packs.flatMap((pack) =>
    pack.rules.map((rule) => {
      // Ids are the authors': one may be called as a property that every object has.
      const override = Object.hasOwn(choices.overrides, rule.id) ? choices.overrides[rule.id] : undefined;
      const state = taken.has(rule.id) ? 'shadowed' : stateOf(rule, disabled.has(rule.id), override);
      taken.add(rule.id);
      return { rule, pack, state, override };
    }),
  );
}

function stateOf(
  rule: Pick<RuleHead, 'isEnabledByDefault'>,
  isDisabled: boolean,
  override: RuleOverride | undefined,
): RuleState {
  if (isDisabled || override?.isEnabled === false) return 'disabled';
  return (override?.isEnabled ?? rule.isEnabledByDefault ?? true) ? 'enabled' : 'off_by_default';
}
