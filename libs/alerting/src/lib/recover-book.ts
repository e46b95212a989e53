import type { Alert, Incident } from '@redoubt/contracts';
import { isOpen } from './alert-shelf.ts';
import { entitiesOf, entityKey } from './entity-table.ts';
import { MAX_INCIDENT_ENTITIES } from './incident-desk.ts';
import type { StoredAlert, StoredBook, StoredIncident } from './model/stored.ts';

/** Alerts and incidents of an organisation as they were last said, in the order in which they changed. */
export interface KnownCases {
  alerts: readonly Alert[];
  incidents: readonly Incident[];
}

/**
 * Makes a book of what the record of alerts knows, after the book itself was lost: an attack that goes on counts on in
 * the alert it had. What no record holds begins anew: risks of entities, hits of suppressions, commands obeyed, changes
 * that were still to be said, and of an alert the words of its reason and its rule's inhibitions, which its next match
 * brings.
 */
export function recoverBook({ alerts, incidents }: KnownCases): StoredBook {
  let seq = 1;
  const stored = alerts.map((alert) => recoverAlert(alert, seq++));
  const byIncident = Map.groupBy(
    alerts.filter(({ incidentId }) => incidentId !== undefined),
    ({ incidentId }) => incidentId as string,
  );
  const grouped = incidents.map((incident) =>
    recoverIncident(incident, byIncident.get(incident.incidentId) ?? [], seq++),
  );
  const reachedMs = Math.max(0, ...[...alerts, ...incidents].map(({ updatedAtMs }) => updatedAtMs));
  return {
    alerts: stored,
    incidents: grouped,
    entities: [],
    suppressionHits: [],
    commands: [],
    meta: { streamNowMs: reachedMs, seq, oneShotAlerts: 0, incidentsRefused: 0, episodesCut: 0 },
  };
}

function recoverAlert(alert: Alert, seq: number): StoredAlert {
  const { updatedAtMs, count, threshold } = alert;
  return {
    alert: { ...alert },
    state: {
      ...{ touchedAtMs: updatedAtMs, saidAtMs: updatedAtMs, isUnsaid: false },
      // People were told when it was last said, as far as anybody knows; the repeat interval counts from there.
      notifiedAtMs: updatedAtMs,
      peak: Math.min(count, threshold ?? count),
      words: {},
      inhibitedBy: [],
      ...(isOpen(alert) ? {} : { endedAtMs: updatedAtMs }),
      seq,
    },
  };
}

function recoverIncident(incident: Incident, alerts: readonly Alert[], seq: number): StoredIncident {
  const keys = [incident.subject, ...alerts.map(({ subject }) => subject)].flatMap(entitiesOf).map(entityKey);
  const { updatedAtMs, riskScore, status } = incident;
  return {
    incident: { ...incident },
    state: {
      entities: [...new Set(keys)].slice(0, MAX_INCIDENT_ENTITIES),
      ...{ risk: riskScore, riskAtMs: updatedAtMs, saidAtMs: updatedAtMs, unsaid: null },
      ...(status === 'closed' ? { endedAtMs: updatedAtMs } : {}),
      seq,
    },
  };
}
