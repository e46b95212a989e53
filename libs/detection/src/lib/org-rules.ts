import type { AlertSettings } from '@redoubt/alerting';
import type { Severity } from '@redoubt/contracts';
import { Correlator, type CorrelationRule, type Rule, type RuleHead } from '@redoubt/sigma';
import type { LoadedPack } from './loaded-pack.ts';

/** What an organisation changes about a rule; what is absent stays as the rule says. */
export interface RuleOverride {
  threshold?: number | undefined;
  windowSeconds?: number | undefined;
  severity?: Severity | undefined;
  isEnabled?: boolean | undefined;
}

/** What an organisation wants of the rules of its packs. */
export interface RuleChoices {
  /** Ids of rules that do not run, whatever the overrides say. */
  disabled: readonly string[];
  overrides: Readonly<Record<string, RuleOverride>>;
}

export interface OrgRulesParts {
  choices: RuleChoices;
  packs: readonly LoadedPack[];
  alertSettings: AlertSettings;
  /** How late an event may come and still be counted exactly, ms. */
  latenessMs: number;
  source: string;
  isComplete: boolean;
}

/** What one organisation detects with: its packs, what it changed about their rules, and how its alerts are kept. */
export class OrgRules {
  readonly packs: readonly LoadedPack[];
  readonly correlations: readonly CorrelationRule[];
  readonly correlator: Correlator;
  readonly alertSettings: AlertSettings;
  /** What they were made from, as text: equal text, equal rules. */
  readonly source: string;
  /** False while a pack of theirs is missing. */
  readonly isComplete: boolean;
  readonly #choices: RuleChoices;
  readonly #disabled: ReadonlySet<string>;

  constructor({ choices, packs, alertSettings, latenessMs, source, isComplete }: OrgRulesParts) {
    this.#choices = choices;
    this.#disabled = new Set(choices.disabled);
    this.packs = packs;
    this.alertSettings = alertSettings;
    this.source = source;
    this.isComplete = isComplete;
    this.correlations = packs
      .flatMap((pack) => pack.correlations.filter((rule) => this.ruleOf(rule.id) === rule && this.isEnabled(rule)))
      .map((rule) => withOverride(rule, choices.overrides[rule.id]));
    this.correlator = new Correlator(this.correlations, (id) => this.ruleOf(id), { limits: { latenessMs } });
  }

  /** The rule of an id; where packs share ids the first pack's. */
  ruleOf(id: string): Rule | undefined {
    for (const pack of this.packs) {
      const rule = pack.ruleOf(id);
      if (rule) return rule;
    }
    return undefined;
  }

  isEnabled(rule: RuleHead): boolean {
    if (this.#disabled.has(rule.id)) return false;
    return this.#choices.overrides[rule.id]?.isEnabled ?? rule.isEnabledByDefault ?? true;
  }

  /** Whether an enabled correlation counts the rule's matches. */
  isCorrelated(rule: RuleHead): boolean {
    return this.correlator.isCounted(rule.id);
  }

  severityOf(rule: RuleHead): Severity {
    return this.#choices.overrides[rule.id]?.severity ?? rule.level;
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
