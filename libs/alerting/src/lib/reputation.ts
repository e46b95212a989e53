import type { Alert, Severity } from '@redoubt/contracts';
import { decayed } from './decay.ts';

/** How far an address is known for trouble. */
export interface Reputation {
  /** 0 (nothing known) to 100, at `atMs`. */
  score: number;
  atMs: number;
  /** MITRE tactics of its alerts, else their rule ids; the newest 10. */
  threatTypes: string[];
  /** Event time of its latest alert, epoch ms. */
  lastSeenMs: number;
  alertCount: number;
  /** Threat-intelligence lists that name it; the newest 10. */
  lists?: string[];
}

export const REPUTATION_HALF_LIFE_MS = 7 * 86_400_000;
/** After this long without an alert a reputation is forgotten: the TTL of its key. */
export const REPUTATION_TTL_MS = 30 * 86_400_000;
const MAX_THREAT_TYPES = 10;
const MAX_LISTS = 10;

/** Share of the way to 100 that one alert goes. */
const PULL: Record<Severity, number> = { informational: 0.02, low: 0.05, medium: 0.15, high: 0.3, critical: 0.5 };

/** The score at a later time: it halves every seven days. */
export function reputationAt(reputation: Reputation, atMs: number): number {
  return decayed(reputation.score, atMs - reputation.atMs, REPUTATION_HALF_LIFE_MS);
}

/**
 * What an alert makes of the reputation of its source address.
 * score' = 100 - (100 - score * 2^(-age / 7 d)) * (1 - pull), pull = 0.02, 0.05, 0.15, 0.3, 0.5 by severity.
 *
 * @param atMs accept time of the match that opened or raised the alert
 */
export function updateReputation(
  previous: Reputation | undefined,
  alert: Pick<Alert, 'severity' | 'mitre' | 'ruleId' | 'lastSeenMs'>,
  atMs: number,
): Reputation {
  const known = previous && atMs - previous.atMs < REPUTATION_TTL_MS ? previous : undefined;
  const before = known ? reputationAt(known, atMs) : 0;
  const tactics = alert.mitre.flatMap((mitre) => mitre.tactic ?? []);
  const types = tactics.length > 0 ? tactics : [alert.ruleId];
  return {
    score: Math.round((100 - (100 - before) * (1 - PULL[alert.severity])) * 100) / 100,
    atMs: Math.max(atMs, known?.atMs ?? atMs),
    threatTypes: [...new Set([...(known?.threatTypes ?? []).filter((type) => !types.includes(type)), ...types])].slice(
      -MAX_THREAT_TYPES,
    ),
    lastSeenMs: Math.max(alert.lastSeenMs, known?.lastSeenMs ?? alert.lastSeenMs),
    alertCount: (known?.alertCount ?? 0) + 1,
    ...(known?.lists === undefined ? {} : { lists: known.lists }),
  };
}

/**
 * What it makes of the reputation of an address that lists name it: never less than they are sure.
 *
 * @param listed.timeMs event time of the event that names it
 */
export function listedReputation(
  previous: Reputation | undefined,
  listed: { score: number; lists: readonly string[]; timeMs: number },
  atMs: number,
): Reputation {
  const known = previous && atMs - previous.atMs < REPUTATION_TTL_MS ? previous : undefined;
  const before = known?.lists ?? [];
  return {
    score: Math.round(Math.max(known ? reputationAt(known, atMs) : 0, listed.score) * 100) / 100,
    atMs: Math.max(atMs, known?.atMs ?? atMs),
    threatTypes: known?.threatTypes ?? [],
    lastSeenMs: Math.max(listed.timeMs, known?.lastSeenMs ?? listed.timeMs),
    alertCount: known?.alertCount ?? 0,
    lists: [...before.filter((list) => !listed.lists.includes(list)), ...listed.lists].slice(-MAX_LISTS),
  };
}
