import { randomUUID } from 'node:crypto';
import { decodeEvent, type EventFields, type Lane, type OrgId } from '@redoubt/contracts';
import {
  claimPositions,
  EventPartitions,
  EventStore,
  type Database,
  type EventRow,
  type StoreBatch,
} from '@redoubt/storage';
import { OrgPicker } from '../../traffic/traffic-generator.ts';
import { makeEventLines } from '../load/event-lines.ts';

const CONSUMER = 'bench';
const EPOCH = 1;
const SPAN_MS = 2 * 86_400_000;
const BATCH_ROWS = 5_000;
const TEMPLATES = 20_000;
const RARE_ONE_IN = 50_000;
const RARE_TYPE = 'audit_log_cleared';
const LANE: Lane = 's';

interface Template {
  fields: EventFields;
  line: Buffer;
}

/** Rows that were put into `events`, as their maker knows them. */
export interface History {
  orgIds: readonly OrgId[];
  types: readonly string[];
  rareOneIn: number;
  /** How many events of a type an organisation has from a time on; counts beyond 50 are of no interest. */
  recentCount(orgId: OrgId, type: string, fromMs: number): number;
}

interface HistoryOptions {
  rows: number;
  orgCount: number;
  seed: number;
  onStep: (text: string) => void;
}

/** Fills two days up to now with the writer's own COPY, 5,000 rows of all organisations in each transaction. */
export async function loadHistory(database: Database, options: HistoryOptions): Promise<History> {
  const { rows, orgCount, onStep } = options;
  const store = new EventStore({ database, partitions: new EventPartitions(database), consumer: CONSUMER });
  const orgIds = Array.from({ length: orgCount }, () => randomUUID() as OrgId);
  for (const orgId of orgIds) await claimPositions(database, { orgId, consumer: CONSUMER, epoch: EPOCH });
  const maker = new HistoryMaker(orgIds, options);
  for (let done = 0; done < rows; done += BATCH_ROWS) {
    const results = await store.store(maker.batch(Math.min(BATCH_ROWS, rows - done)));
    if (results.some((result) => result.kind !== 'stored')) throw new Error('positions were lost');
    if (done % 500_000 === 0) onStep(`loaded ${done} of ${rows} rows`);
  }
  return {
    orgIds,
    types: maker.types,
    rareOneIn: RARE_ONE_IN,
    recentCount: (orgId, type, fromMs) => maker.recentCount(orgId, type, fromMs),
  };
}

class HistoryMaker {
  readonly #orgIds: readonly OrgId[];
  readonly #templates: readonly Template[];
  readonly #picker: OrgPicker;
  readonly #rows: number;
  readonly #startMs = Date.now() - SPAN_MS;
  /** Times of the newest 51 events of each organisation and type. */
  readonly #newest = new Map<string, number[]>();
  #made = 0;

  constructor(orgIds: readonly OrgId[], { rows, seed }: HistoryOptions) {
    this.#orgIds = orgIds;
    this.#rows = rows;
    this.#templates = makeEventLines(TEMPLATES, seed).map(({ json }) => templateOf(json));
    this.#picker = new OrgPicker({ seed, count: orgIds.length });
  }

  get types(): string[] {
    return [...new Set([RARE_TYPE, ...this.#templates.map(({ fields }) => fields.eventType)])];
  }

  recentCount(orgId: OrgId, type: string, fromMs: number): number {
    return (this.#newest.get(orgId + type) ?? []).filter((timeMs) => timeMs >= fromMs).length;
  }

  batch(count: number): StoreBatch[] {
    const byOrg = new Map<OrgId, EventRow[]>();
    for (let i = 0; i < count; i++) {
      const orgId = this.#orgIds[this.#picker.next()] as OrgId;
      const rows = byOrg.get(orgId);
      const row = this.#row(orgId);
      if (rows) rows.push(row);
      else byOrg.set(orgId, [row]);
    }
    return [...byOrg].map(([orgId, events]) => ({ orgId, epoch: EPOCH, lane: LANE, events }));
  }

  #row(orgId: OrgId): EventRow {
    const number = this.#made++;
    const { fields, line } = this.#templates[number % TEMPLATES] as Template;
    const acceptedAtMs = Math.floor(this.#startMs + (number / this.#rows) * SPAN_MS);
    const eventType = number % RARE_ONE_IN === RARE_ONE_IN - 1 ? RARE_TYPE : fields.eventType;
    this.#note(orgId + eventType, acceptedAtMs);
    // Every entry holds one event here; its number keeps ids of one ms apart.
    const entryId = `${acceptedAtMs}-${number}`;
    return {
      eventId: `${LANE}-${entryId}-0`,
      lane: LANE,
      entryId,
      index: 0,
      fields: { ...fields, eventType, eventTimeMs: acceptedAtMs },
      line,
      acceptedAtMs,
    };
  }

  #note(slot: string, timeMs: number): void {
    const times = this.#newest.get(slot);
    if (times === undefined) this.#newest.set(slot, [timeMs]);
    else if (times.push(timeMs) > 200) times.splice(0, 149);
  }
}

function templateOf(json: Buffer): Template {
  const decoded = decodeEvent(JSON.parse(json.toString()));
  if (!decoded.ok) throw new Error(`a template cannot be decoded: ${decoded.detail}`);
  return { fields: decoded.fields, line: json };
}
