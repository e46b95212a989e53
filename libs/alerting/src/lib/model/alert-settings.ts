import type { Suppression } from '@redoubt/contracts';
import type { SubjectField } from './alert-match.ts';

/** An open alert of a source rule keeps less severe alerts of the target rules with the same field value quiet. */
export interface Inhibition {
  sourceRuleIds: readonly string[];
  /** Absent = every rule. */
  targetRuleIds?: readonly string[];
  equal: SubjectField;
}

/** How one organisation's alerts are kept. Times in ms. */
export interface AlertSettings {
  /** An episode goes on for this long, in event time, after its last match. */
  dedupWindowMs: number;
  /** A firing alert that goes on matching is told of again after this long. */
  repeatIntervalMs: number;
  /** Count changes of one alert are said at most this often. */
  updateIntervalMs: number;
  /** The same for an incident. */
  incidentUpdateIntervalMs: number;
  /** Open alerts held; matches beyond pass as alerts of their own. */
  maxOpenAlerts: number;
  /** Resolved and closed alerts held for commands, and for how long. */
  maxRestingAlerts: number;
  restMs: number;
  /** Matches on an alert closed as false positive or benign stay silent for at most this long after the closing. */
  closedFoldMs: number;
  /** False: incidents are opened by hand only. */
  autoIncidentCreation: boolean;
  /** Event time between an incident and an alert that joins it. */
  incidentWindowMs: number;
  riskHalfLifeMs: number;
  /** Risk of one entity that opens an incident. */
  incidentRiskThreshold: number;
  maxOpenIncidents: number;
  /** Closed incidents held for notes, for `restMs`. */
  maxRestingIncidents: number;
  /** An incident without a change for so long is closed. */
  staleIncidentMs: number;
  maxEntities: number;
  suppressions: readonly Suppression[];
  inhibitions: readonly Inhibition[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const DEFAULT_ALERT_SETTINGS: AlertSettings = {
  dedupWindowMs: HOUR_MS,
  repeatIntervalMs: 4 * HOUR_MS,
  updateIntervalMs: 1_000,
  incidentUpdateIntervalMs: 10_000,
  maxOpenAlerts: 10_000,
  maxRestingAlerts: 5_000,
  restMs: 7 * DAY_MS,
  closedFoldMs: DAY_MS,
  autoIncidentCreation: true,
  incidentWindowMs: 4 * HOUR_MS,
  riskHalfLifeMs: DAY_MS,
  incidentRiskThreshold: 100,
  maxOpenIncidents: 10_000,
  maxRestingIncidents: 1_000,
  staleIncidentMs: 7 * DAY_MS,
  maxEntities: 20_000,
  suppressions: [],
  inhibitions: [],
};
