import type { CorrelationRule, Rule, RulePack, RuleSet } from '@redoubt/sigma';

/** A pack ready to be matched; immutable, shared by every organisation that uses this version of it. */
export interface LoadedPack {
  pack: RulePack;
  ruleSet: RuleSet;
  correlations: readonly CorrelationRule[];
  byId: ReadonlyMap<string, Rule>;
}

/** Puts a pack and the index compiled from it together. */
export function loadedPack(pack: RulePack, ruleSet: RuleSet): LoadedPack {
  return {
    pack,
    ruleSet,
    correlations: pack.rules.filter((rule) => rule.kind === 'correlation'),
    byId: new Map(pack.rules.map((rule) => [rule.id, rule])),
  };
}
