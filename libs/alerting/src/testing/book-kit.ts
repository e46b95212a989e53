import { alertRecordSchema, type AlertRecord, type Command, type Suppression } from '@redoubt/contracts';
import { AlertBook } from '../lib/alert-book.ts';
import type { AlertMatch } from '../lib/model/alert-match.ts';
import type { AlertSettings } from '../lib/model/alert-settings.ts';
import type { BookChanges, BookMeta, StoredBook } from '../lib/model/stored.ts';

export const ORG_ID = '3f0c7f52-9d0e-4c53-9a3b-0d6c5b6f1a2e';
/** 2026-03-01T00:00:00Z */
export const T0 = 1_772_323_200_000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

let serial = 0;

/** A match of a medium rule about one address; times in ms after T0. */
export function matchOf(
  atMs: number,
  part: Partial<Omit<AlertMatch, 'rule'>> & { rule?: Partial<AlertMatch['rule']> } = {},
): AlertMatch {
  const eventId = part.eventId ?? `s-${T0}-0-${serial++}`;
  return {
    severity: 'medium',
    subject: { sourceIp: '203.0.113.7' },
    timeMs: T0 + atMs,
    receivedAtMs: T0 + atMs,
    eventId,
    eventIds: [eventId],
    count: 1,
    addedCount: 1,
    ...part,
    rule: { id: 'rule-1', name: 'Failed logins', tags: ['attack.t1110', 'attack.credential-access'], ...part.rule },
  };
}

type WithoutHead<T> = T extends Command ? Omit<T, 'commandId' | 'actor' | 'atMs'> & { commandId?: string } : never;

/** A UUID told apart by a number. */
export function uuidNumber(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

export function commandOf(command: WithoutHead<Command>): Command {
  return { commandId: uuidNumber(serial++), actor: 'ana', atMs: T0, ...command } as Command;
}

export function suppressionOf(part: Partial<Suppression> = {}): Suppression {
  return {
    suppressionId: uuidNumber(0xabc),
    owner: 'ana',
    reason: 'Scanner of our own',
    createdAtMs: T0,
    expiresAtMs: T0 + DAY,
    matchers: [{ field: 'sourceIp', op: 'equals', value: '203.0.113.7' }],
    ...part,
  };
}

/** State as a caller would store it: JSON by id. */
export class StateStore {
  private readonly parts: Record<
    'alerts' | 'incidents' | 'entities' | 'suppressionHits' | 'commands',
    Map<string, string>
  > = {
    alerts: new Map(),
    incidents: new Map(),
    entities: new Map(),
    suppressionHits: new Map(),
    commands: new Map(),
  };
  private meta: BookMeta | null = null;

  write(changes: BookChanges): void {
    const { alerts, incidents, entities, suppressionHits, commands } = this.parts;
    for (const stored of changes.alerts) alerts.set(stored.alert.alertId, JSON.stringify(stored));
    for (const stored of changes.incidents) incidents.set(stored.incident.incidentId, JSON.stringify(stored));
    for (const stored of changes.entities) entities.set(stored.entityId, JSON.stringify(stored));
    for (const stored of changes.suppressionHits) suppressionHits.set(stored.suppressionId, JSON.stringify(stored));
    for (const stored of changes.commands) commands.set(stored.commandId, JSON.stringify(stored));
    for (const id of changes.removedAlerts) alerts.delete(id);
    for (const id of changes.removedIncidents) incidents.delete(id);
    for (const id of changes.removedEntities) entities.delete(id);
    for (const id of changes.removedSuppressionHits) suppressionHits.delete(id);
    for (const id of changes.removedCommands) commands.delete(id);
    this.meta = changes.meta ?? this.meta;
  }

  /** Everything, shuffled: order must not matter. */
  read(): StoredBook {
    const all = (name: keyof StateStore['parts']) =>
      [...this.parts[name].values()].reverse().map((text) => JSON.parse(text));
    return {
      alerts: all('alerts'),
      incidents: all('incidents'),
      entities: all('entities'),
      suppressionHits: all('suppressionHits'),
      commands: all('commands'),
      meta: this.meta && { ...this.meta },
    };
  }

  sizeOf(name: keyof StateStore['parts']): number {
    return this.parts[name].size;
  }
}

export type AlertLine = Extract<AlertRecord, { type: 'alert' }>;
export type IncidentLine = Extract<AlertRecord, { type: 'incident' }>;

/** A book whose records are checked against the contract as they come. */
export class BookBench {
  readonly book: AlertBook;
  readonly store = new StateStore();
  readonly lines: AlertRecord[] = [];

  constructor(settings: Partial<AlertSettings> = {}) {
    this.book = new AlertBook({ orgId: ORG_ID, settings });
  }

  match(...matches: AlertMatch[]): this {
    for (const match of matches) this.book.applyMatch(match);
    return this;
  }

  /** @param atMs after T0 */
  tick(atMs: number): this {
    this.book.tick(T0 + atMs);
    return this;
  }

  /** Writes what changed and gives the records of it. */
  take(): AlertRecord[] {
    const changes = this.book.takeChanges();
    this.store.write(changes);
    for (const record of changes.records) alertRecordSchema.parse(record);
    this.lines.push(...changes.records);
    return changes.records;
  }

  takeAlerts(): AlertLine[] {
    return this.take().filter((record) => record.type === 'alert');
  }

  takeIncidents(): IncidentLine[] {
    return this.take().filter((record) => record.type === 'incident');
  }
}
