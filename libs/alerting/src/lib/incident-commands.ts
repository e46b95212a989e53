import type { Command } from '@redoubt/contracts';
import { personOf } from './alert-commands.ts';
import type { AlertDesk } from './alert-desk.ts';
import type { AlertShelf } from './alert-shelf.ts';
import type { BookCore } from './book-core.ts';
import type { IncidentDesk } from './incident-desk.ts';
import type { CommandResult } from './model/command-result.ts';
import type { StoredAlert, StoredIncident } from './model/stored.ts';
import { RISK_WEIGHT } from './risk.ts';

type IncidentCommand = Extract<Command, { type: `incident.${string}` }>;
type Of<T extends IncidentCommand['type']> = Extract<IncidentCommand, { type: T }>;

const ACCEPTED: CommandResult = { kind: 'accepted' };

/** Obeys what people ask of incidents. */
export class IncidentCommands {
  private readonly core: BookCore;
  private readonly shelf: AlertShelf;
  private readonly alerts: AlertDesk;
  private readonly desk: IncidentDesk;

  constructor(parts: { core: BookCore; shelf: AlertShelf; alerts: AlertDesk; desk: IncidentDesk }) {
    this.core = parts.core;
    this.shelf = parts.shelf;
    this.alerts = parts.alerts;
    this.desk = parts.desk;
  }

  apply(command: IncidentCommand): CommandResult {
    if (command.type === 'incident.open') return this.open(command);
    const held = this.desk.get(command.incidentId);
    if (!held) return refusedUnknown(command.incidentId);
    switch (command.type) {
      case 'incident.note':
        return this.say(held, 'commented', command);
      case 'incident.assign':
        return this.assign(held, command);
      case 'incident.close':
        if (held.incident.status === 'closed') return wrongStatus();
        this.desk.close(held, command.note, personOf(command));
        return ACCEPTED;
    }
  }

  /** Alerts the book holds are taken into it, out of any other incident; ids it does not hold are left out. */
  private open(command: Of<'incident.open'>): CommandResult {
    const { incidentId, kind, title, severity, subject } = command;
    if (this.desk.get(incidentId)) return { kind: 'refused', code: 'exists', reason: `incident ${incidentId} exists` };
    if (this.desk.openCount >= this.core.settings.maxOpenIncidents)
      return { kind: 'refused', code: 'full', reason: 'the organisation has as many open incidents as are kept' };
    const members = [...new Set(command.alertIds)].flatMap((id) => this.shelf.get(id) ?? []);
    const spans = members.map(({ alert }) => alert);
    const incident = this.desk.open({
      incidentId,
      kind,
      title,
      severity,
      subject,
      firstSeenMs: Math.min(...spans.map((alert) => alert.firstSeenMs), spans.length ? Infinity : this.core.nowMs),
      lastSeenMs: Math.max(...spans.map((alert) => alert.lastSeenMs), spans.length ? -Infinity : this.core.nowMs),
    });
    for (const member of members) this.take(incident, member);
    this.desk.say(incident, 'opened', { isNotifiable: true, ...personOf(command) });
    for (const member of members) this.alerts.say(member, 'grouped', { isNotifiable: false, ...personOf(command) });
    return ACCEPTED;
  }

  private take(incident: StoredIncident, { alert }: StoredAlert): void {
    const before = this.desk.getOpen(alert.incidentId);
    if (before) this.desk.takeOut(before, alert.alertId);
    this.desk.add(incident, alert, RISK_WEIGHT[alert.severity]);
    alert.incidentId = incident.incident.incidentId;
    alert.updatedAtMs = this.core.nowMs;
  }

  private assign(held: StoredIncident, command: Of<'incident.assign'>): CommandResult {
    if (held.incident.status === 'closed') return wrongStatus();
    if (command.assignee === null) delete held.incident.assignee;
    else held.incident.assignee = command.assignee;
    return this.say(held, 'assigned', command);
  }

  /** Whoever writes on an open incident, or takes it, is investigating it. */
  private say(
    held: StoredIncident,
    change: 'commented' | 'assigned',
    command: Of<'incident.note'> | Of<'incident.assign'>,
  ): CommandResult {
    const { incident } = held;
    if (incident.status === 'open' && (change === 'commented' || incident.assignee !== undefined))
      incident.status = 'investigating';
    incident.updatedAtMs = this.core.nowMs;
    this.desk.say(held, change, { isNotifiable: false, ...personOf(command) });
    return ACCEPTED;
  }
}

function refusedUnknown(incidentId: string): CommandResult {
  const reason = `incident ${incidentId} is not held: it never was, or it was closed too long ago`;
  return { kind: 'refused', code: 'unknown_incident', reason };
}

function wrongStatus(): CommandResult {
  return { kind: 'refused', code: 'wrong_status', reason: 'the incident is closed' };
}
