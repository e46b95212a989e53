import { ALERT_STATUSES, type AlertStatus } from '@redoubt/contracts';
import type { AlertFilters } from '@redoubt/storage';
import { asIpAddress, asSeverity, asText, BadValue, option, type ValuesOf } from '../command/inputs.ts';

/** Alerts somebody may still have to look at. */
export const OPEN_STATUSES: readonly AlertStatus[] = ['firing', 'acknowledged'];

const words: Readonly<Record<string, readonly AlertStatus[]>> = { open: OPEN_STATUSES, all: ALERT_STATUSES };

/** `open`, `all`, or statuses by name. */
export const asStatuses = (text: string, before: readonly AlertStatus[] | undefined): readonly AlertStatus[] => {
  const given = text.split(',').flatMap((word): readonly AlertStatus[] => {
    const name = word.trim();
    const named = ALERT_STATUSES.filter((status) => status === name);
    const found = words[name] ?? named;
    if (found.length === 0) throw new BadValue(`must be open, all, or some of ${ALERT_STATUSES.join(', ')}`);
    return found;
  });
  return [...new Set([...(before ?? []), ...given])];
};

/** What tells alerts apart, for lists and for commands that work on many. */
export const filterOptions = {
  rule: option('--rule <id>', 'of this rule, by its id', asText),
  severity: option('--severity <severity>', 'this severe or worse', asSeverity),
  subject: option('--subject <name>', 'about this address, user or asset', asText),
  sourceIp: option('--source-ip <address>', 'about this source address', asIpAddress),
  user: option('--user <user>', 'about this user', asText),
  asset: option('--asset <asset>', 'about this asset', asText),
  text: option('--text <text>', 'part of the title, any case', asText),
};

export type GivenFilters = ValuesOf<typeof filterOptions>;

export function filtersOf(given: GivenFilters): AlertFilters {
  const { rule, severity, subject, sourceIp, user, asset, text } = given;
  const all = { ruleId: rule, minSeverity: severity, subject, sourceIp, user, asset, text };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Whether any of them was given. */
export function isFiltered(given: GivenFilters): boolean {
  return Object.keys(filtersOf(given)).length > 0;
}
