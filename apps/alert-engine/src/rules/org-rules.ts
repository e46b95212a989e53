import type { AlertSettings } from '@redoubt/alerting';
import type { Severity } from '@redoubt/contracts';
import type { OrgRuleSettings, RuleOverride } from '@redoubt/rulebook';
import { Correlator, type CorrelationRule, type Rule, type RuleHead } from '@redoubt/sigma';
import type { LoadedPack } from './pack-library.ts';

/** What one organisation detects with: its packs, what it changed about their rules, and how its alerts are kept. */
export class OrgRules {
  readonly packs: readonly LoadedPack[];
  readonly correlations: readonly CorrelationRule[];
  readonly correlator: Correlator;
  readonly alertSettings: Partial<AlertSettings>;
  readonly #settings: OrgRuleSettings;
  readonly #disabled: ReadonlySet<string>;
  readonly #correlated: ReadonlySet<string>;

  constructor(settings: OrgRuleSettings, packs: readonly LoadedPack[], alertSettings: Partial<AlertSettings>) {
    this.#settings = settings;
    this.#disabled = new Set(settings.disabled);
    this.packs = packs;
    this.alertSettings = alertSettings;
    this.correlations = packs
      .flatMap((pack) => pack.correlations.filter((rule) => this.ruleOf(rule.id) === rule && this.isEnabled(rule)))
      .map((rule) => withOverride(rule, settings.overrides[rule.id]));
    this.correlator = new Correlator(this.correlations, (id) => this.ruleOf(id));
    this.#correlated = new Set(this.correlations.flatMap((rule) => rule.rules));
  }

  /** The rule of an id; where packs share ids the first pack's. */
  ruleOf(id: string): Rule | undefined {
    for (const { byId } of this.packs) {
      const rule = byId.get(id);
      if (rule) return rule;
    }
    return undefined;
  }

  isEnabled(rule: RuleHead): boolean {
    if (this.#disabled.has(rule.id)) return false;
    return this.#settings.overrides[rule.id]?.isEnabled ?? rule.isEnabledByDefault ?? true;
  }

  /** Whether an enabled correlation counts the rule's matches. */
  isCorrelated(rule: RuleHead): boolean {
    return this.#correlated.has(rule.id);
  }

  severityOf(rule: RuleHead): Severity {
    return this.#settings.overrides[rule.id]?.severity ?? rule.level;
  }
}

/** The first condition is the threshold people set. */
function withOverride(rule: CorrelationRule, override: RuleOverride | undefined): CorrelationRule {
  if (override === undefined) return rule;
  const [first, ...rest] = rule.conditions;
  const { threshold, windowSeconds } = override;
  const conditions =
    first === undefined || threshold === undefined ? rule.conditions : [{ ...first, value: threshold }, ...rest];
  return { ...rule, conditions, timespanMs: windowSeconds === undefined ? rule.timespanMs : windowSeconds * 1_000 };
}
