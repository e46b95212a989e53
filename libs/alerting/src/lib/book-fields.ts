import type { BookChanges, BookMeta, StoredBook } from './model/stored.ts';

/** First letter of a field of the book's hash: what its JSON value is. */
const KIND = { alert: 'a', incident: 'i', entity: 'e', suppression: 's', command: 'c' } as const;
const META = 'm';

type Kind = keyof typeof KIND;

/** What a book is made of; what was removed has no part in it. */
type Parts = Pick<BookChanges, 'alerts' | 'incidents' | 'entities' | 'suppressionHits' | 'commands' | 'meta'>;

/** Fields and values, one after the other, of the hash that holds these parts of a book. */
export function bookFields(parts: Parts | StoredBook): string[] {
  const fields: string[] = [];
  const put = (kind: Kind, id: string, value: unknown): void =>
    void fields.push(`${KIND[kind]}:${id}`, JSON.stringify(value));
  for (const one of parts.alerts) put('alert', one.alert.alertId, one);
  for (const one of parts.incidents) put('incident', one.incident.incidentId, one);
  for (const one of parts.entities) put('entity', one.entityId, one);
  for (const one of parts.suppressionHits) put('suppression', one.suppressionId, one);
  for (const one of parts.commands) put('command', one.commandId, one);
  if (parts.meta) fields.push(META, JSON.stringify(parts.meta));
  return fields;
}

/** Fields of what the book let go. */
export function goneBookFields(changes: BookChanges): string[] {
  return [
    ...named('alert', changes.removedAlerts),
    ...named('incident', changes.removedIncidents),
    ...named('entity', changes.removedEntities),
    ...named('suppression', changes.removedSuppressionHits),
    ...named('command', changes.removedCommands),
  ];
}

function named(kind: Kind, ids: readonly string[]): string[] {
  return ids.map((id) => `${KIND[kind]}:${id}`);
}

/** Reads the book back from the fields of its hash; a field of no known kind is an error, since it would be lost. */
export function readBook(fields: Iterable<readonly [string, string]>): StoredBook {
  const lists: Record<string, unknown[]> = {};
  for (const letter of Object.values(KIND)) lists[letter] = [];
  let meta: BookMeta | null = null;
  for (const [field, json] of fields) {
    const value: unknown = JSON.parse(json);
    if (field === META) meta = value as BookMeta;
    else {
      const list = field[1] === ':' ? lists[field[0] as string] : undefined;
      if (list === undefined) throw new Error(`the alert book has an unknown field: ${field.slice(0, 80)}`);
      list.push(value);
    }
  }
  return {
    alerts: lists[KIND.alert],
    incidents: lists[KIND.incident],
    entities: lists[KIND.entity],
    suppressionHits: lists[KIND.suppression],
    commands: lists[KIND.command],
    meta,
  } as StoredBook;
}
