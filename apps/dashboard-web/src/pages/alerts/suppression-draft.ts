import type { Alert, SuppressionMatcher } from '@redoubt/contracts';

/** A property of an alert that a suppression can look at. */
export interface Scope {
  id: string;
  field: SuppressionMatcher['field'];
  value: string;
  /** As people read it. */
  shown: string;
}

/** What the alert can be told by, the narrowest first. */
export function scopesOf({ ruleId, ruleName, severity, subject, tags }: Alert): Scope[] {
  const scopes: Scope[] = [{ id: 'ruleId', field: 'ruleId', value: ruleId, shown: ruleName }];
  const { sourceIp, user, asset } = subject;
  if (sourceIp !== undefined) scopes.push({ id: 'sourceIp', field: 'sourceIp', value: sourceIp, shown: sourceIp });
  if (user !== undefined) scopes.push({ id: 'user', field: 'user', value: user, shown: user });
  if (asset !== undefined) scopes.push({ id: 'asset', field: 'asset', value: asset, shown: asset });
  scopes.push({ id: 'severity', field: 'severity', value: severity, shown: severity });
  for (const tag of tags.slice(0, 4)) scopes.push({ id: `tag ${tag}`, field: 'tag', value: tag, shown: tag });
  return scopes;
}

/** What is chosen at first: the rule and what the alert is about, so that no more than needed is hidden. */
export function firstChoice(scopes: readonly Scope[]): ReadonlySet<string> {
  return new Set(scopes.filter(({ field }) => field !== 'severity' && field !== 'tag').map(({ id }) => id));
}

export function matchersOf(scopes: readonly Scope[], chosen: ReadonlySet<string>): SuppressionMatcher[] {
  return scopes.filter(({ id }) => chosen.has(id)).map(({ field, value }) => ({ field, op: 'equals', value }));
}

export const DURATIONS_MS = {
  '1h': 3_600_000,
  '8h': 28_800_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
  '90d': 7_776_000_000,
};
export type Duration = keyof typeof DURATIONS_MS;
