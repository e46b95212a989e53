import { searchEvents, type EventFilters, type StoredEvent } from '@redoubt/storage';
import { csvLine, viewOfAccepted, type EventView, type OrgId } from '@redoubt/contracts';
import { auditActorOf } from '@redoubt/tenancy';
import { z } from 'zod';
import { recordAudit } from '../../audit/record.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { OrgSlots } from '../../limits/org-slots.ts';
import type { Services } from '../services.ts';
import { eventFilters, eventFiltersOf, viewParameter } from './filters.ts';

const pageSize = 1_000;
const defaultRows = 10_000;

const COLUMNS = [
  ...(['eventId', 'eventTimeMs', 'receivedAtMs', 'eventType', 'severity', 'sourceIp', 'destinationIp'] as const),
  ...(['user', 'asset', 'action', 'outcome', 'externalId', 'message', 'payload'] as const),
] as const satisfies readonly (keyof StoredEvent)[];

const FORMATS = {
  ndjson: { contentType: 'application/x-ndjson', head: '', line: (event: StoredEvent) => `${JSON.stringify(event)}\n` },
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    head: csvLine(COLUMNS),
    line: (event: StoredEvent) => csvLine(COLUMNS.map((column) => event[column])),
  },
};

const viewLine = (view: EventView) => (event: StoredEvent) =>
  `${JSON.stringify(viewOfAccepted(view, event.payload, event))}\n`;

export function exportEventsRoute({ database, limits, log }: Services): Route {
  const slots = new OrgSlots(limits.maxExports);
  return defineRoute({
    method: 'get',
    path: '/api/v1/events/export',
    operationId: 'exportEvents',
    summary: 'Write found events out, newest event time first',
    description:
      'Ends when there are no more or `limit` are written. The trailers say how many there are and where a next ' +
      'export goes on. An export that fails on its way, or of which nothing is ' +
      'taken for 30 s, breaks the connection off. One organisation runs at most half of all exports. Texts in CSV that a spreadsheet ' +
      'would take for a formula begin with an apostrophe. Start and end are kept in the audit log.',
    permission: 'events:export',
    query: z.strictObject({
      ...eventFilters,
      view: viewParameter.describe('Elastic Common Schema or OCSF; for NDJSON, one such object a line'),
      format: z.enum(['ndjson', 'csv']).default('ndjson'),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(limits.maxExportRows)
        .default(Math.min(defaultRows, limits.maxExportRows)),
      cursor: z.string().min(1).max(512).optional().describe('Where an export before ended'),
    }),
    reply: z.string(),
    mediaTypes: ['application/x-ndjson', 'text/csv'],
    problems: ['refused', 'too_many_exports'],
    handle: async ({ principal, query, signal, address }) => {
      const { view } = query;
      if (view !== undefined && query.format !== 'ndjson') throw new Refusal('refused', 'a view is written as ndjson');
      const { contentType, head } = FORMATS[query.format];
      const line = view === undefined ? FORMATS[query.format].line : viewLine(view);
      const filters = eventFiltersOf(query);
      const source = new EventPages(database, principal.orgId, filters, {
        ...query,
        timeoutMs: limits.searchTimeoutMs,
      });
      const release = slots.take(principal.orgId);
      if (release === undefined) throw new Refusal('too_many_exports', undefined, { retryAfterS: 5 });
      // Ends with the answer, whichever way that ends.
      signal.addEventListener('abort', release, { once: true });
      // The first page comes before the head of the answer: what is wrong with the search is still a problem then.
      await source.next();
      const actor = auditActorOf(principal, { address });
      const audited = { orgId: principal.orgId, actor, target: { kind: 'events', id: query.format } };
      const after = { filters, limit: query.limit, ...(view === undefined ? {} : { view }) };
      await recordAudit(database, { ...audited, action: 'events.export_started', after });
      const tellEnd = async (): Promise<void> => {
        const entry = { ...audited, action: 'events.export_ended', after: { rows: source.rows } };
        await recordAudit(database, entry).catch((err: unknown) => log.warn({ err }, 'export_end_not_audited'));
      };
      return {
        stream: {
          contentType,
          stallMs: limits.exportStallMs,
          headers: { 'content-disposition': `attachment; filename="events.${query.format}"` },
          chunks: followedBy(source.chunks(head, line, signal), tellEnd),
          trailerNames: ['redoubt-rows', 'redoubt-next-cursor'],
          trailers: () => source.trailers(),
        },
      };
    },
  });
}

async function* followedBy(chunks: AsyncIterable<string>, end: () => Promise<void>): AsyncGenerator<string> {
  try {
    yield* chunks;
  } finally {
    await end();
  }
}

/** Pages of one export, read one ahead of what is written. */
class EventPages {
  readonly #read: (limit: number, cursor: string | undefined) => ReturnType<typeof searchEvents>;
  readonly #limit: number;
  #cursor: string | undefined;
  #events: readonly StoredEvent[] = [];
  #rows = 0;

  constructor(
    database: Services['database'],
    orgId: OrgId,
    filters: EventFilters,
    { limit, cursor, timeoutMs }: { limit: number; cursor?: string | undefined; timeoutMs: number },
  ) {
    this.#limit = limit;
    this.#cursor = cursor;
    this.#read = (count, from) =>
      searchEvents(database, orgId, filters, {
        limit: count,
        timeoutMs,
        ...(from === undefined ? {} : { cursor: from }),
      });
  }

  /** Read so far. */
  get rows(): number {
    return this.#rows;
  }

  async next(): Promise<void> {
    const page = await this.#read(Math.min(pageSize, this.#limit - this.#rows), this.#cursor);
    this.#events = page.events;
    this.#rows += page.events.length;
    this.#cursor = page.nextCursor;
  }

  async *chunks(head: string, line: (event: StoredEvent) => string, signal: AbortSignal): AsyncGenerator<string> {
    if (head !== '') yield head;
    for (;;) {
      if (this.#events.length > 0) yield this.#events.map(line).join('');
      if (this.#cursor === undefined || this.#rows >= this.#limit || signal.aborted) return;
      await this.next();
    }
  }

  trailers(): Record<string, string> {
    return {
      'redoubt-rows': String(this.#rows),
      ...(this.#cursor === undefined ? {} : { 'redoubt-next-cursor': this.#cursor }),
    };
  }
}
