import { SEVERITIES, type OrgId, type Severity } from '@redoubt/contracts';
import {
  disableRule,
  setAlertSettings,
  setRuleOverride,
  SEVERITY_RULE_PREFIX,
  type OrgRulesRecord,
  type RuleOverride,
} from '@redoubt/rulebook';
import type { Rule } from '@redoubt/sigma';
import type { Database } from '@redoubt/storage';
import { usageError } from '../command/cli-error.ts';

/** What an organisation wants of a rule beside that it runs; what is not given stays as it is. */
export interface RuleWishes {
  threshold?: number | undefined;
  windowMs?: number | undefined;
  severity?: Severity | undefined;
  /** Whether wishes of before are forgotten. */
  isReset: boolean;
}

interface Change {
  orgId: OrgId;
  rule: Rule;
  settings: OrgRulesRecord;
  actor: string;
}

/** @throws CliError when the rule has nothing that the wish could change */
export function checkWishes(rule: Rule, { threshold, windowMs }: RuleWishes): void {
  if (threshold === undefined && windowMs === undefined) return;
  if (rule.kind === 'detection') {
    throw usageError(`${rule.id} looks at single events: it has no threshold and no window`, '--severity can be set');
  }
  if (threshold !== undefined && rule.conditions.length === 0) throw usageError(`${rule.id} has no threshold`);
}

/** Lets a rule run, with the organisation's own threshold, window and severity. */
export async function enableRule(database: Database, change: Change, wishes: RuleWishes): Promise<OrgRulesRecord> {
  const { orgId, rule, actor } = change;
  let { settings } = change;
  const severity = thresholdSeverity(rule);
  let threshold = wishes.threshold;
  if (severity !== undefined && threshold !== undefined) {
    const alertThresholds = { ...settings.alertSettings.alertThresholds, [severity]: threshold };
    settings = await setAlertSettings(database, orgId, { alertThresholds }, { actor });
    threshold = undefined;
  }
  const override = overrideOf(rule, settings.overrides[rule.id], { ...wishes, threshold });
  if (!isSame(override, settings.overrides[rule.id])) {
    settings = await setRuleOverride(database, orgId, { ruleId: rule.id, override: override ?? null }, { actor });
  }
  if (!settings.disabled.includes(rule.id)) return settings;
  return disableRule(database, orgId, rule.id, { actor, isDisabled: false });
}

/** Keeps a rule from running; what the organisation set about it stays for later. */
export function stopRule(database: Database, { orgId, rule, actor }: Change): Promise<OrgRulesRecord> {
  return disableRule(database, orgId, rule.id, { actor });
}

/** The severity whose alert threshold a rule of the built-in pack stands for. */
function thresholdSeverity(rule: Rule): 'critical' | 'high' | 'medium' | undefined {
  if (!rule.id.startsWith(SEVERITY_RULE_PREFIX)) return undefined;
  const severity = SEVERITIES.find((one) => `${SEVERITY_RULE_PREFIX}${one}` === rule.id);
  return severity === 'critical' || severity === 'high' || severity === 'medium' ? severity : undefined;
}

function overrideOf(
  rule: Rule,
  before: RuleOverride | undefined,
  { threshold, windowMs, severity, isReset }: RuleWishes,
): RuleOverride | undefined {
  const kept: RuleOverride = { ...before };
  // That it runs is what is asked for now.
  delete kept.isEnabled;
  const needsWord = rule.isEnabledByDefault === false;
  const override: RuleOverride = {
    ...(isReset ? {} : kept),
    ...(needsWord ? { isEnabled: true } : {}),
    ...(threshold === undefined ? {} : { threshold }),
    ...(windowMs === undefined ? {} : { windowSeconds: Math.max(1, Math.round(windowMs / 1_000)) }),
    ...(severity === undefined ? {} : { severity }),
  };
  return Object.keys(override).length === 0 ? undefined : override;
}

function isSame(left: RuleOverride | undefined, right: RuleOverride | undefined): boolean {
  const spell = (override: RuleOverride | undefined): string =>
    JSON.stringify(Object.entries(override ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  return spell(left) === spell(right);
}
