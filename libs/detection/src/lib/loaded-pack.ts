import type { CorrelationRule, Rule, RuleSet } from '@redoubt/sigma';

/**
 * A version of a pack ready to be matched; immutable, shared by every organisation that uses it. Its rules are read one
 * by one when they are needed: a pack of thousands must stall nothing.
 */
export interface LoadedPack {
  packId: string;
  version: string;
  ruleSet: RuleSet;
  correlations: readonly CorrelationRule[];
  /** The rule with an id; undefined when the pack has none. Always the same object. */
  ruleOf(id: string): Rule | undefined;
}

/** Names what was compiled. */
export function loadedPack({ packId, version }: { packId: string; version: string }, ruleSet: RuleSet): LoadedPack {
  const { rules } = ruleSet;
  return {
    packId,
    version,
    ruleSet,
    correlations: rules.correlations.map((index) => rules.rule(index) as CorrelationRule),
    ruleOf: (id) => {
      const index = rules.indexOf(id);
      return index === undefined ? undefined : rules.rule(index);
    },
  };
}
