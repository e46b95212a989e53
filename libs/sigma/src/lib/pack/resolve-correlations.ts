import type { CorrelationRule, Rule, RuleRefusal } from '../model/rule.ts';
import { RULE_LIMITS } from '../parse/limits.ts';
import { refuse, unresolved } from './refusal.ts';
import type { RuleNames } from './rule-names.ts';

/**
 * Replaces the names in correlations by ids and refuses those that cannot work: unknown, ambiguous or refused rules,
 * cycles, more than ten correlations on top of each other.
 *
 * @returns the correlations that stay, and the refusals of the others
 */
export function resolveCorrelations(
  correlations: readonly CorrelationRule[],
  names: RuleNames,
): { correlations: CorrelationRule[]; refused: RuleRefusal[] } {
  const resolved = correlations.map((rule) => resolveNames(rule, names));
  const kept = new Map(resolved.flatMap((result) => ('rule' in result ? [[result.rule.id, result.rule]] : [])));
  const refusals = new Map(resolved.flatMap((result) => ('refusal' in result ? [[result.id, result.refusal]] : [])));
  spread(kept, refusals);
  const heights = heightsOf(kept);
  refuseCycles(kept, heights, refusals);
  spread(kept, refusals);
  for (const [id, height] of heights) {
    const rule = kept.get(id);
    if (!rule || height <= RULE_LIMITS.correlationDepth) continue;
    const detail = `it stands on ${height - 1} correlations; at most ${RULE_LIMITS.correlationDepth - 1} are evaluated`;
    refusals.set(id, refuse(rule, 'correlation_too_deep', detail));
    kept.delete(id);
  }
  return { correlations: [...kept.values()], refused: [...refusals.values()] };
}

type Resolved = { rule: CorrelationRule } | { id: string; refusal: RuleRefusal };

function resolveNames(rule: CorrelationRule, names: RuleNames): Resolved {
  const idOf = new Map<string, string>();
  for (const name of rule.rules) {
    const resolution = names.resolve(name);
    if (resolution.kind !== 'rule') {
      const { code, detail } = unresolved(name, resolution);
      return { id: rule.id, refusal: refuse(rule, code, detail) };
    }
    idOf.set(name, resolution.id);
  }
  const ids = [...new Set(idOf.values())];
  const aliases: CorrelationRule['aliases'] = {};
  for (const [alias, fields] of Object.entries(rule.aliases)) {
    const byId: Record<string, string> = {};
    for (const [name, field] of Object.entries(fields)) {
      const resolution = names.resolve(name);
      if (resolution.kind !== 'rule' || !ids.includes(resolution.id)) {
        const detail = `the alias "${alias}" names "${name}", which is none of its rules`;
        return { id: rule.id, refusal: refuse(rule, 'unknown_rule', detail) };
      }
      byId[resolution.id] = field;
    }
    aliases[alias] = byId;
  }
  return { rule: { ...rule, rules: ids, aliases } };
}

/** Refuses, again and again, what stands on something refused. */
function spread(kept: Map<string, CorrelationRule>, refusals: Map<string, RuleRefusal>): void {
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const rule of [...kept.values()]) {
      const bad = rule.rules.find((id) => refusals.has(id));
      if (bad === undefined) continue;
      const { code, detail } = unresolved(bad, { kind: 'refused', refusal: refusals.get(bad) as RuleRefusal });
      refusals.set(rule.id, refuse(rule, code, detail));
      kept.delete(rule.id);
      isChanged = true;
    }
  }
}

/** How many correlations stand on top of each other, by id; those in or above a cycle have no height. */
function heightsOf(kept: ReadonlyMap<string, CorrelationRule>): Map<string, number> {
  const heights = new Map<string, number>();
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const rule of kept.values()) {
      const below = rule.rules.filter((id) => kept.has(id));
      if (heights.has(rule.id) || !below.every((id) => heights.has(id))) continue;
      heights.set(rule.id, 1 + Math.max(0, ...below.map((id) => heights.get(id) as number)));
      isChanged = true;
    }
  }
  return heights;
}

function refuseCycles(
  kept: Map<string, CorrelationRule>,
  heights: ReadonlyMap<string, number>,
  refusals: Map<string, RuleRefusal>,
): void {
  const cyclic = new Set([...kept.keys()].filter((id) => !heights.has(id)));
  // What no other one of these stands on is above a cycle, not in it.
  for (let isChanged = true; isChanged;) {
    const named = new Set([...cyclic].flatMap((id) => kept.get(id)?.rules ?? []));
    const above = [...cyclic].filter((id) => !named.has(id));
    for (const id of above) cyclic.delete(id);
    isChanged = above.length > 0;
  }
  for (const id of cyclic) {
    const rule = kept.get(id) as CorrelationRule;
    refusals.set(id, refuse(rule, 'correlation_cycle', 'it counts itself, through the rules it names'));
    kept.delete(id);
  }
}

/** Ids that only correlations without `generate` name: they raise no alerts of their own. */
export function silentRules(rules: readonly Rule[], generating: ReadonlySet<string>): Set<string> {
  const silent = new Set<string>();
  const loud = new Set<string>();
  for (const rule of rules) {
    if (rule.kind !== 'correlation') continue;
    for (const id of rule.rules) (generating.has(rule.id) ? loud : silent).add(id);
  }
  return new Set([...silent].filter((id) => !loud.has(id)));
}
