import type { Alert, AlertSubject } from '@redoubt/contracts';
import type { BookCore } from './book-core.ts';
import { decayed } from './decay.ts';
import { hashOf } from './fingerprint.ts';
import { SUBJECT_FIELDS, type AlertMatch, type SubjectField } from './model/alert-match.ts';
import type { EntityHit, StoredEntity } from './model/stored.ts';
import { listedReputation, updateReputation } from './reputation.ts';
import { RISK_WEIGHT, noveltyOf } from './risk.ts';

/** Alerts an entity remembers. */
export const MAX_ENTITY_HITS = 20;

export interface Entity {
  kind: SubjectField;
  value: string;
}

/** Addresses, users and assets an alert is about, in the order in which incidents prefer them. */
export function entitiesOf(subject: AlertSubject): Entity[] {
  return SUBJECT_FIELDS.flatMap((kind) => {
    const value = subject[kind];
    return value === undefined ? [] : [{ kind, value }];
  });
}

export function entityKey({ kind, value }: Entity): string {
  return `${kind}:${value}`;
}

/** Risk of the entities that had alerts lately: the 20,000 touched last. */
export class EntityTable {
  private readonly core: BookCore;
  /** The one touched longest ago in front. */
  private readonly byKey = new Map<string, StoredEntity>();

  constructor(core: BookCore) {
    this.core = core;
  }

  get size(): number {
    return this.byKey.size;
  }

  get(entity: Entity): StoredEntity | undefined {
    return this.byKey.get(entityKey(entity));
  }

  riskOf(entity: Entity): number {
    const stored = this.get(entity);
    return stored ? decayed(stored.risk, this.core.nowMs - stored.riskAtMs, this.core.settings.riskHalfLifeMs) : 0;
  }

  /** How new the alert's rule is to the first of its entities; 1 without any. */
  noveltyOf(alert: Alert): number {
    const [first] = entitiesOf(alert.subject);
    const hits = (first && this.get(first)?.hits) ?? [];
    return noveltyOf(
      hits.filter(({ alertId }) => alertId !== alert.alertId),
      alert.ruleId,
      this.core.nowMs,
      this.core.settings.riskHalfLifeMs,
    );
  }

  /**
   * Adds an alert to the risk of all its entities: weight * novelty. An alert they know is a raised one and adds the
   * difference.
   *
   * @returns what it added to the first of them; without any, its whole weight
   */
  record(alert: Alert): number {
    let first: number | undefined;
    for (const entity of entitiesOf(alert.subject)) {
      const added = this.hit(this.touch(entity), alert);
      first ??= added;
    }
    return first ?? RISK_WEIGHT[alert.severity];
  }

  /** An event names an address that lists name. */
  recordListed({ address, score, lists }: NonNullable<AlertMatch['listed']>, timeMs: number): void {
    const stored = this.touch({ kind: 'sourceIp', value: address });
    stored.reputation = listedReputation(stored.reputation, { score, lists, timeMs }, this.core.nowMs);
  }

  /** Takes an alert that was none back out. */
  forget(alert: Alert): void {
    for (const entity of entitiesOf(alert.subject)) {
      const stored = this.get(entity);
      const hit = stored?.hits.find(({ alertId }) => alertId === alert.alertId);
      if (!stored || !hit) continue;
      this.decay(stored);
      stored.risk = Math.max(0, stored.risk - decayed(hit.risk, this.core.nowMs - hit.atMs, this.halfLifeMs));
      stored.hits = stored.hits.filter((other) => other !== hit);
      this.core.journal.entities.put(stored.entityId, stored);
    }
  }

  restore(entities: readonly StoredEntity[]): void {
    this.byKey.clear();
    for (const stored of [...entities].sort((left, right) => left.seq - right.seq))
      this.byKey.set(entityKey(stored), { ...stored, hits: stored.hits.map((hit) => ({ ...hit })) });
  }

  private get halfLifeMs(): number {
    return this.core.settings.riskHalfLifeMs;
  }

  private hit(stored: StoredEntity, alert: Alert): number {
    this.decay(stored);
    const { nowMs } = this.core;
    const { alertId, ruleId, severity } = alert;
    const known = stored.hits.find((hit) => hit.alertId === alertId);
    const weight = RISK_WEIGHT[severity];
    const risk = known
      ? (known.risk * weight) / RISK_WEIGHT[known.severity]
      : weight * noveltyOf(stored.hits, ruleId, nowMs, this.halfLifeMs);
    const added = Math.max(0, risk - (known?.risk ?? 0));
    const hit: EntityHit = { alertId, ruleId, severity, risk, atMs: known?.atMs ?? nowMs };
    stored.hits = [...stored.hits.filter((other) => other !== known), hit].slice(-MAX_ENTITY_HITS);
    stored.risk += added;
    if (stored.kind === 'sourceIp') {
      const next = updateReputation(stored.reputation, alert, nowMs);
      stored.reputation = known ? { ...next, alertCount: stored.reputation?.alertCount ?? 1 } : next;
    }
    return added;
  }

  private decay(stored: StoredEntity): void {
    stored.risk = decayed(stored.risk, this.core.nowMs - stored.riskAtMs, this.halfLifeMs);
    stored.riskAtMs = this.core.nowMs;
  }

  private touch(entity: Entity): StoredEntity {
    const key = entityKey(entity);
    const stored = this.byKey.get(key) ?? {
      ...entity,
      entityId: hashOf([entity.kind, entity.value]),
      risk: 0,
      riskAtMs: this.core.nowMs,
      hits: [],
      seq: 0,
    };
    stored.seq = this.core.nextSeq();
    this.byKey.delete(key);
    this.byKey.set(key, stored);
    this.core.journal.entities.put(stored.entityId, stored);
    this.evict();
    return stored;
  }

  private evict(): void {
    while (this.byKey.size > this.core.settings.maxEntities) {
      const [oldest] = this.byKey;
      if (!oldest) return;
      this.byKey.delete(oldest[0]);
      this.core.journal.entities.remove(oldest[1].entityId);
    }
  }
}
