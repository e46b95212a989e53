import {
  MAX_INCIDENT_ALERTS,
  severityRank,
  type Alert,
  type AlertSubject,
  type Incident,
  type IncidentChangeKind,
} from '@redoubt/contracts';
import type { BookCore } from './book-core.ts';
import { decayed } from './decay.ts';
import { entitiesOf, entityKey, type Entity } from './entity-table.ts';
import type { StoredIncident } from './model/stored.ts';
import { plainText } from './reason.ts';

/** Entities whose alerts join an incident, the first ones. */
export const MAX_INCIDENT_ENTITIES = 50;

/** Who changed something, and what they said. */
export interface ByPerson {
  actor?: string;
  note?: string;
  commandId?: string;
}

/** What an incident starts from. */
export interface IncidentStart {
  incidentId: string;
  kind: Incident['kind'];
  title: string;
  severity: Incident['severity'];
  subject: AlertSubject;
  firstSeenMs: number;
  lastSeenMs: number;
}

/** The incidents a book holds. */
export class IncidentDesk {
  private readonly core: BookCore;
  private readonly byId = new Map<string, StoredIncident>();
  private readonly openByEntity = new Map<string, Set<StoredIncident>>();
  private readonly resting = new Map<string, StoredIncident>();

  constructor(core: BookCore) {
    this.core = core;
  }

  get openCount(): number {
    return this.byId.size - this.resting.size;
  }

  get(incidentId: string): StoredIncident | undefined {
    return this.byId.get(incidentId);
  }

  getOpen(incidentId: string | undefined): StoredIncident | undefined {
    const held = incidentId === undefined ? undefined : this.byId.get(incidentId);
    return held && held.incident.status !== 'closed' ? held : undefined;
  }

  /**
   * The open incident an alert belongs to: one that has an entity of it, within the incident window of event time. The
   * first entity that finds one decides; then the incident nearest in time, then the newest.
   */
  findFor(alert: Alert): StoredIncident | undefined {
    for (const entity of entitiesOf(alert.subject)) {
      const near = [...(this.openByEntity.get(entityKey(entity)) ?? [])]
        .map((held) => ({ held, gapMs: gapBetween(held.incident, alert) }))
        .filter(({ gapMs }) => gapMs <= this.core.settings.incidentWindowMs)
        .sort((left, right) => left.gapMs - right.gapMs || right.held.state.seq - left.held.state.seq);
      if (near[0]) return near[0].held;
    }
    return undefined;
  }

  /** Opens an incident without alerts and without a word; `say` it after adding them. */
  open(start: IncidentStart): StoredIncident {
    const { nowMs } = this.core;
    const held: StoredIncident = {
      incident: {
        ...start,
        orgId: this.core.orgId,
        title: plainText(start.title, 256),
        status: 'open',
        riskScore: 0,
        alertIds: [],
        alertCount: 0,
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
        version: 0,
      },
      state: { entities: [], risk: 0, riskAtMs: nowMs, saidAtMs: nowMs, unsaid: null, seq: this.core.nextSeq() },
    };
    this.byId.set(start.incidentId, held);
    for (const entity of entitiesOf(start.subject)) this.addEntity(held, entity);
    return held;
  }

  /**
   * Counts an alert in.
   *
   * @param risk what the alert adds
   * @returns whether the incident became more severe
   */
  add(held: StoredIncident, alert: Alert, risk: number): boolean {
    const { incident } = held;
    if (incident.alertIds.length < MAX_INCIDENT_ALERTS) incident.alertIds = [...incident.alertIds, alert.alertId];
    incident.alertCount++;
    incident.subject = commonOf(incident.subject, alert.subject);
    for (const entity of entitiesOf(alert.subject)) this.addEntity(held, entity);
    this.span(incident, alert);
    return this.worsen(held, alert, risk);
  }

  /** Takes over the severity and further risk of an alert it has. */
  worsen(held: StoredIncident, alert: Alert, risk: number): boolean {
    const { incident, state } = held;
    state.risk = decayed(state.risk, this.core.nowMs - state.riskAtMs, this.core.settings.riskHalfLifeMs) + risk;
    state.riskAtMs = this.core.nowMs;
    incident.updatedAtMs = this.core.nowMs;
    const isWorse = severityRank(alert.severity) > severityRank(incident.severity);
    if (isWorse) incident.severity = alert.severity;
    return isWorse;
  }

  /** Counts an alert out: it went to another incident. */
  takeOut(held: StoredIncident, alertId: string): void {
    const { incident } = held;
    incident.alertIds = incident.alertIds.filter((id) => id !== alertId);
    incident.alertCount = Math.max(0, incident.alertCount - 1);
    incident.updatedAtMs = this.core.nowMs;
    this.sayLater(held, 'updated');
  }

  /** An alert of it goes on: the incident lasts as long. */
  follow(alert: Alert): void {
    const held = this.getOpen(alert.incidentId);
    if (!held || !this.span(held.incident, alert)) return;
    held.incident.updatedAtMs = this.core.nowMs;
    this.sayLater(held, 'updated');
  }

  /** Says a change now when the last word is old enough, else leaves it to `tick`. */
  sayLater(held: StoredIncident, change: 'grew' | 'updated'): void {
    const { state } = held;
    const dueMs = state.saidAtMs + this.core.settings.incidentUpdateIntervalMs;
    state.unsaid = state.unsaid === 'grew' ? 'grew' : change;
    if (dueMs <= this.core.nowMs) this.say(held, state.unsaid, { isNotifiable: false });
    else {
      this.core.due.add(sayKey(held), dueMs);
      this.core.journal.incidents.put(held.incident.incidentId, held);
    }
  }

  /** Puts a record of the incident as it stands on the stream. */
  say(held: StoredIncident, change: IncidentChangeKind, how: ByPerson & { isNotifiable: boolean }): void {
    const { incident, state } = held;
    const { nowMs } = this.core;
    const { isNotifiable, ...byPerson } = how;
    incident.version++;
    const risk = decayed(state.risk, incident.updatedAtMs - state.riskAtMs, this.core.settings.riskHalfLifeMs);
    incident.riskScore = Math.min(100, Math.round(risk * 10) / 10);
    state.saidAtMs = nowMs;
    state.unsaid = null;
    this.core.journal.record({
      type: 'incident',
      change,
      atMs: nowMs,
      isNotifiable,
      incident: { ...incident },
      ...byPerson,
    });
    this.core.journal.incidents.put(incident.incidentId, held);
    this.schedule(held);
  }

  close(held: StoredIncident, closeReason: string, byPerson: ByPerson): void {
    const { incident, state } = held;
    incident.status = 'closed';
    incident.closeReason = closeReason;
    incident.updatedAtMs = this.core.nowMs;
    state.endedAtMs = this.core.nowMs;
    state.seq = this.core.nextSeq();
    this.unindex(held);
    this.resting.set(incident.incidentId, held);
    this.say(held, 'closed', { isNotifiable: false, ...byPerson });
    for (let rested = this.resting.size; rested > this.core.settings.maxRestingIncidents; rested--)
      this.letGo(this.resting.values().next().value as StoredIncident);
  }

  /** A timer of the incident rang. */
  onDue(kind: 'say' | 'end', incidentId: string): void {
    const held = this.byId.get(incidentId);
    if (!held) return;
    const { state, incident } = held;
    if (kind === 'say') {
      if (state.unsaid === null) return;
      if (state.saidAtMs + this.core.settings.incidentUpdateIntervalMs <= this.core.nowMs)
        this.say(held, state.unsaid, { isNotifiable: false });
      else this.schedule(held);
    } else if (this.endDueMs(held) > this.core.nowMs) this.schedule(held);
    else if (incident.status === 'closed') this.letGo(held);
    else this.close(held, staleReason(this.core.settings.staleIncidentMs), {});
  }

  restore(incidents: readonly StoredIncident[]): void {
    for (const part of [this.byId, this.openByEntity, this.resting]) part.clear();
    for (const stored of [...incidents].sort((left, right) => left.state.seq - right.state.seq)) {
      const held = {
        incident: { ...stored.incident },
        state: { ...stored.state, entities: [...stored.state.entities] },
      };
      this.byId.set(held.incident.incidentId, held);
      if (held.incident.status === 'closed') this.resting.set(held.incident.incidentId, held);
      else for (const key of held.state.entities) this.index(key, held);
      this.schedule(held);
    }
  }

  /** Puts all timers anew, after settings changed. */
  scheduleAll(): void {
    for (const held of this.byId.values()) this.schedule(held);
  }

  private schedule(held: StoredIncident): void {
    this.core.due.add(endKey(held), this.endDueMs(held));
    if (held.state.unsaid !== null)
      this.core.due.add(sayKey(held), held.state.saidAtMs + this.core.settings.incidentUpdateIntervalMs);
  }

  private endDueMs({ incident, state }: StoredIncident): number {
    if (incident.status === 'closed') return (state.endedAtMs ?? incident.updatedAtMs) + this.core.settings.restMs;
    return incident.updatedAtMs + this.core.settings.staleIncidentMs;
  }

  private letGo(held: StoredIncident): void {
    const { incidentId } = held.incident;
    this.byId.delete(incidentId);
    this.resting.delete(incidentId);
    this.core.journal.incidents.remove(incidentId);
    this.core.due.delete(endKey(held));
    this.core.due.delete(sayKey(held));
  }

  private addEntity(held: StoredIncident, entity: Entity): void {
    const key = entityKey(entity);
    const { entities } = held.state;
    if (entities.includes(key) || entities.length >= MAX_INCIDENT_ENTITIES) return;
    entities.push(key);
    this.index(key, held);
  }

  private index(key: string, held: StoredIncident): void {
    this.openByEntity.set(key, (this.openByEntity.get(key) ?? new Set()).add(held));
  }

  private unindex(held: StoredIncident): void {
    for (const key of held.state.entities) {
      const set = this.openByEntity.get(key);
      if (set?.delete(held) && set.size === 0) this.openByEntity.delete(key);
    }
  }

  private span(incident: Incident, alert: Alert): boolean {
    const isWider = alert.firstSeenMs < incident.firstSeenMs || alert.lastSeenMs > incident.lastSeenMs;
    incident.firstSeenMs = Math.min(incident.firstSeenMs, alert.firstSeenMs);
    incident.lastSeenMs = Math.max(incident.lastSeenMs, alert.lastSeenMs);
    return isWider;
  }
}

/** Event time between two spans; 0 when they meet. */
export function gapBetween(left: Span, right: Span): number {
  return Math.max(0, left.firstSeenMs - right.lastSeenMs, right.firstSeenMs - left.lastSeenMs);
}

interface Span {
  firstSeenMs: number;
  lastSeenMs: number;
}

/** What two subjects share; where that is nothing, the left one. */
function commonOf(left: AlertSubject, right: AlertSubject): AlertSubject {
  const common: AlertSubject = {};
  for (const field of ['sourceIp', 'user', 'asset', 'group'] as const)
    if (left[field] !== undefined && left[field] === right[field]) common[field] = left[field];
  return Object.keys(common).length > 0 ? common : left;
}

function staleReason(staleMs: number): string {
  const days = staleMs / 86_400_000;
  return days >= 1 ? `No change for ${Math.round(days)} d` : `No change for ${Math.round(staleMs / 60_000)} min`;
}

function sayKey({ incident }: StoredIncident): string {
  return `say:i:${incident.incidentId}`;
}

function endKey({ incident }: StoredIncident): string {
  return `end:i:${incident.incidentId}`;
}
