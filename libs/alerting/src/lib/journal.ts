import type { AlertRecord } from '@redoubt/contracts';
import type {
  BookChanges,
  BookMeta,
  StoredAlert,
  StoredCommand,
  StoredEntity,
  StoredIncident,
  SuppressionHits,
} from './model/stored.ts';

/** Which objects of one kind changed or went since the last take. */
export class ChangedSet<T> {
  private readonly changed = new Map<string, T>();
  private readonly gone = new Set<string>();

  put(id: string, value: T): void {
    this.gone.delete(id);
    this.changed.set(id, value);
  }

  remove(id: string): void {
    this.changed.delete(id);
    this.gone.add(id);
  }

  /** As if it had never been put. */
  forget(id: string): void {
    this.changed.delete(id);
  }

  /** @param copy detaches what is handed out from what goes on changing */
  take(copy: (value: T) => T): { changed: T[]; removed: string[] } {
    const taken = { changed: [...this.changed.values()].map(copy), removed: [...this.gone] };
    this.clear();
    return taken;
  }

  clear(): void {
    this.changed.clear();
    this.gone.clear();
  }
}

/** What is to be written: records for the stream and changed state. */
export class Journal {
  private records: AlertRecord[] = [];
  readonly alerts = new ChangedSet<StoredAlert>();
  readonly incidents = new ChangedSet<StoredIncident>();
  readonly entities = new ChangedSet<StoredEntity>();
  readonly hits = new ChangedSet<SuppressionHits>();
  readonly commands = new ChangedSet<StoredCommand>();

  record(record: AlertRecord): void {
    this.records.push(record);
  }

  take(meta: BookMeta): BookChanges {
    const alerts = this.alerts.take(({ alert, state }) => ({ alert: { ...alert }, state: { ...state } }));
    const incidents = this.incidents.take(({ incident, state }) => ({
      incident: { ...incident },
      state: { ...state, entities: [...state.entities] },
    }));
    const entities = this.entities.take((entity) => ({ ...entity, hits: entity.hits.map((hit) => ({ ...hit })) }));
    const hits = this.hits.take((entry) => ({ ...entry }));
    const commands = this.commands.take((command) => command);
    const { records } = this;
    this.records = [];
    const parts = [alerts, incidents, entities, hits, commands];
    const isChanged = records.length > 0 || parts.some((part) => part.changed.length + part.removed.length > 0);
    return {
      records,
      alerts: alerts.changed,
      removedAlerts: alerts.removed,
      incidents: incidents.changed,
      removedIncidents: incidents.removed,
      entities: entities.changed,
      removedEntities: entities.removed,
      suppressionHits: hits.changed,
      removedSuppressionHits: hits.removed,
      commands: commands.changed,
      removedCommands: commands.removed,
      meta: isChanged ? meta : null,
    };
  }

  clear(): void {
    this.records = [];
    for (const part of [this.alerts, this.incidents, this.entities, this.hits, this.commands]) part.clear();
  }
}
