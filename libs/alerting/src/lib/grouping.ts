import { severityRank, type Alert } from '@redoubt/contracts';
import { isHidden, type AlertShelf } from './alert-shelf.ts';
import type { BookCore } from './book-core.ts';
import { entitiesOf, entityKey, type Entity, type EntityTable } from './entity-table.ts';
import { uuidOf } from './fingerprint.ts';
import { gapBetween, type IncidentDesk } from './incident-desk.ts';
import type { StoredAlert, StoredIncident } from './model/stored.ts';
import { plainText } from './reason.ts';
import { riskScoreOf } from './risk.ts';

/** Decides to which incident an alert belongs, and when there is reason to open one. */
export class Grouping {
  private readonly core: BookCore;
  private readonly shelf: AlertShelf;
  private readonly entities: EntityTable;
  private readonly desk: IncidentDesk;

  constructor(parts: { core: BookCore; shelf: AlertShelf; entities: EntityTable; desk: IncidentDesk }) {
    this.core = parts.core;
    this.shelf = parts.shelf;
    this.entities = parts.entities;
    this.desk = parts.desk;
  }

  /** Scores an alert that nobody is told of: it adds to no risk and joins nothing. */
  score(alert: Alert): void {
    alert.riskScore = riskScoreOf(alert.severity, this.entities.noveltyOf(alert));
  }

  /**
   * Scores a new, raised or no longer hidden alert, adds it to the risk of its entities, and sets its incident: the one
   * it is in, one it joins, or one opened for it.
   *
   * @returns other alerts that went into that incident, still to be said
   */
  place(held: StoredAlert): StoredAlert[] {
    const { alert } = held;
    this.score(alert);
    const risk = this.entities.record(alert);
    const current = this.desk.getOpen(alert.incidentId);
    if (current) {
      if (this.desk.worsen(current, alert, risk)) this.desk.say(current, 'grew', { isNotifiable: true });
      else this.desk.sayLater(current, 'updated');
      return [];
    }
    const found = this.desk.findFor(alert);
    if (found) {
      this.join(found, alert, risk);
      return [];
    }
    return this.openFor(held, risk);
  }

  private join(incident: StoredIncident, alert: Alert, risk: number): void {
    const isWorse = this.desk.add(incident, alert, risk);
    alert.incidentId = incident.incident.incidentId;
    if (isWorse) this.desk.say(incident, 'grew', { isNotifiable: true });
    else this.desk.sayLater(incident, 'grew');
  }

  private openFor(held: StoredAlert, risk: number): StoredAlert[] {
    if (!this.core.settings.autoIncidentCreation) return [];
    const cause = this.causeFor(held.alert);
    if (!cause) return [];
    if (this.desk.openCount >= this.core.settings.maxOpenIncidents) {
      this.core.meta.incidentsRefused++;
      return [];
    }
    const { alert } = held;
    const about = cause.entity ? entityKey(cause.entity) : '';
    const incident = this.desk.open({
      incidentId: uuidOf([this.core.orgId, 'incident', about, alert.alertId, String(this.core.nowMs)]),
      kind: 'alert',
      title: cause.title,
      severity: alert.severity,
      subject: alert.subject,
      firstSeenMs: alert.firstSeenMs,
      lastSeenMs: alert.lastSeenMs,
    });
    for (const { alert: other, risk: otherRisk } of cause.others) {
      this.desk.add(incident, other.alert, otherRisk);
      other.alert.incidentId = incident.incident.incidentId;
    }
    this.desk.add(incident, alert, risk);
    alert.incidentId = incident.incident.incidentId;
    this.desk.say(incident, 'opened', { isNotifiable: true });
    return cause.others.map((other) => other.alert);
  }

  /** Why an incident should open, by the first entity that gives a reason. */
  private causeFor(alert: Alert): Cause | undefined {
    const entities = entitiesOf(alert.subject);
    for (const entity of entities) {
      const others = this.othersOf(entity, alert);
      const telling = [alert, ...others.map((other) => other.alert.alert)].filter(isTelling);
      const rules = new Set(telling.map(({ ruleId }) => ruleId)).size;
      const name = nameOf(entity);
      if (rules >= 2) return { entity, others, title: `${rules} rules fired for ${name}` };
      if (this.entities.riskOf(entity) >= this.core.settings.incidentRiskThreshold)
        return { entity, others, title: `Repeated alerts for ${name}: ${alert.ruleName}` };
    }
    if (alert.severity !== 'critical') return undefined;
    const [entity] = entities;
    return { entity, others: entity ? this.othersOf(entity, alert) : [], title: alert.title };
  }

  /** Alerts of the entity that stand, lie near in event time and are in no incident; oldest first, at most 19. */
  private othersOf(entity: Entity, alert: Alert): Cause['others'] {
    const hits = this.entities.get(entity)?.hits ?? [];
    return hits.flatMap((hit) => {
      const other = hit.alertId === alert.alertId ? undefined : this.shelf.get(hit.alertId);
      if (!other || other.alert.status === 'closed' || isHidden(other.alert)) return [];
      if (other.alert.incidentId !== undefined && this.desk.getOpen(other.alert.incidentId)) return [];
      const isNear = gapBetween(other.alert, alert) <= this.core.settings.incidentWindowMs;
      return isNear ? [{ alert: other, risk: hit.risk }] : [];
    });
  }
}

interface Cause {
  entity: Entity | undefined;
  others: { alert: StoredAlert; risk: number }[];
  title: string;
}

/** Two rules below medium on one host are an ordinary day. */
function isTelling({ severity }: Alert): boolean {
  return severityRank(severity) >= severityRank('medium');
}

function nameOf({ kind, value }: Entity): string {
  const text = plainText(value);
  if (kind === 'sourceIp') return text;
  return kind === 'user' ? `user ${text}` : `asset ${text}`;
}
