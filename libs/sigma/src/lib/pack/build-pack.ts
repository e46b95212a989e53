import type { FilterRule } from '../model/filter-rule.ts';
import type { Rule, RulePack, RuleRefusal, RuleWarning } from '../model/rule.ts';
import { parseRules } from '../parse/parse-rules.ts';
import type { Placeholders } from '../parse/placeholders.ts';
import { applyFilters } from './apply-filters.ts';
import { refuse } from './refusal.ts';
import { resolveCorrelations, silentRules } from './resolve-correlations.ts';
import { RuleNames, type ExternalRule } from './rule-names.ts';

export interface PackSource {
  packId: string;
  version: string;
  title: string;
  license?: string;
  /** Rule files; the path is what alerts and refusals name. */
  files: readonly { path: string; text: string }[];
  placeholders?: Placeholders;
  /** Rules of other packs that correlations of this one may name. */
  externalRules?: readonly ExternalRule[];
}

/**
 * Makes a pack of rule files: reads them, resolves names, applies filters and settles which rules alert by themselves.
 * Never throws: what cannot be loaded is in `refused`, and so is what depends on it. The same files make the same pack.
 */
export function buildPack(source: PackSource): RulePack {
  const read = readFiles(source);
  const { rules, refused } = withoutDoubles(read.rules);
  refused.push(...read.refused);
  const names = new RuleNames([...rules, ...(source.externalRules ?? [])], refused);
  const filtered = applyFilters(rules, read.filters, names);
  const resolved = resolveCorrelations(
    rules.filter((rule) => rule.kind === 'correlation'),
    names,
  );
  refused.push(...filtered.refused, ...resolved.refused);
  const kept = keepResolved(filtered.rules, resolved.correlations, names);
  const silent = silentRules(kept, new Set(read.generating));
  return {
    schemaVersion: 1,
    packId: source.packId,
    version: source.version,
    title: source.title,
    ...(source.license === undefined ? {} : { license: source.license }),
    rules: kept.map((rule) => (silent.has(rule.id) ? { ...rule, isGenerating: false } : rule)),
    refused: refused.sort((left, right) => compareText(left.path, right.path) || left.line - right.line),
    warnings: read.warnings,
  };
}

function readFiles(source: PackSource): {
  rules: Rule[];
  filters: FilterRule[];
  refused: RuleRefusal[];
  generating: string[];
  warnings: RuleWarning[];
} {
  const options = source.placeholders ? { placeholders: source.placeholders } : {};
  const parsed = source.files.map((file) => parseRules(file.text, file.path, options));
  return {
    rules: parsed.flatMap((file) => file.rules),
    filters: parsed.flatMap((file) => file.filters),
    refused: parsed.flatMap((file) => file.refused),
    generating: parsed.flatMap((file) => file.generating),
    warnings: parsed.flatMap((file) => file.warnings),
  };
}

/** The first rule of an id stays. */
function withoutDoubles(all: readonly Rule[]): { rules: Rule[]; refused: RuleRefusal[] } {
  const byId = new Map<string, Rule>();
  const refused: RuleRefusal[] = [];
  for (const rule of all) {
    const first = byId.get(rule.id);
    if (!first) byId.set(rule.id, rule);
    else refused.push(refuse(rule, 'duplicate_id', `the id "${rule.id}" is taken by ${first.path}:${first.line}`));
  }
  return { rules: [...byId.values()], refused };
}

function keepResolved(rules: readonly Rule[], correlations: readonly Rule[], names: RuleNames): Rule[] {
  const byId = new Map(correlations.map((rule) => [rule.id, rule]));
  return rules.flatMap((rule) => {
    const kept = rule.kind === 'detection' ? rule : byId.get(rule.id);
    return kept ? [withInhibitors(kept, names)] : [];
  });
}

/** Rules of other packs may inhibit too, so an unknown name stays as it is. */
function withInhibitors(rule: Rule, names: RuleNames): Rule {
  if (!rule.inhibitedBy) return rule;
  const inhibitedBy = rule.inhibitedBy.map((name) => {
    const resolution = names.resolve(name);
    return resolution.kind === 'rule' ? resolution.id : name;
  });
  return { ...rule, inhibitedBy };
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
