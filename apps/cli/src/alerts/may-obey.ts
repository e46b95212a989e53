import type { Alert, Disposition, Incident } from '@redoubt/contracts';

/** What a person can ask of an alert. */
export type AlertAsk =
  | { type: 'alert.acknowledge'; note?: string }
  | { type: 'alert.assign'; assignee: string | null }
  | { type: 'alert.close'; disposition: Disposition; note?: string }
  | { type: 'alert.reopen'; note?: string }
  | { type: 'alert.comment'; note: string };

/** What a person can ask of an incident that is there. */
export type IncidentAsk =
  | { type: 'incident.note'; note: string }
  | { type: 'incident.assign'; assignee: string | null }
  | { type: 'incident.close'; note: string };

/** Whether alert-engine would obey: `already` means that things are as asked. */
export type Verdict = { kind: 'fits' } | { kind: 'already' | 'refused'; reason: string };

const fits: Verdict = { kind: 'fits' };

/** Judges by what PostgreSQL knows, as libs/alerting does by what alert-engine holds. */
export function mayObey(alert: Alert, ask: AlertAsk): Verdict {
  const isOpen = alert.status === 'firing' || alert.status === 'acknowledged';
  switch (ask.type) {
    case 'alert.acknowledge':
      if (alert.status === 'firing') return fits;
      if (isOpen) return { kind: 'already', reason: 'it is acknowledged already' };
      return { kind: 'refused', reason: `it is ${alert.status}; only a firing alert can be acknowledged` };
    case 'alert.assign':
      if (ask.assignee !== (alert.assignee ?? null)) return fits;
      return {
        kind: 'already',
        reason: ask.assignee === null ? 'it is nobody’s already' : `it is ${ask.assignee}’s already`,
      };
    case 'alert.close':
      if (alert.status !== 'closed' || alert.disposition !== ask.disposition) return fits;
      return { kind: 'already', reason: `it is closed as ${ask.disposition} already` };
    case 'alert.reopen':
      if (!isOpen) return fits;
      return { kind: 'already', reason: `it is open already (${alert.status})` };
    case 'alert.comment':
      return fits;
  }
}

/** The same for incidents. */
export function mayObeyIncident(incident: Incident, ask: IncidentAsk): Verdict {
  const isClosed = incident.status === 'closed';
  switch (ask.type) {
    case 'incident.note':
      return fits;
    case 'incident.assign':
      if (isClosed) return { kind: 'refused', reason: 'it is closed' };
      if (ask.assignee !== (incident.assignee ?? null)) return fits;
      return {
        kind: 'already',
        reason: ask.assignee === null ? 'it is nobody’s already' : `it is ${ask.assignee}’s already`,
      };
    case 'incident.close':
      return isClosed ? { kind: 'already', reason: 'it is closed already' } : fits;
  }
}
