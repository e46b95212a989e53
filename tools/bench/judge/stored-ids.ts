import type { Database } from '@redoubt/storage';
import { numberOfId } from '../load/event-ids.ts';
import type { BenchOrg } from '../platform.ts';

/** What became of the events of a run, judged by the generator's own ids alone. */
export interface IdVerdict {
  /** Rows found in PostgreSQL. */
  rows: number;
  /** Accepted and not stored. */
  lost: number;
  /** Surplus rows of an id. */
  duplicated: number;
  /** Rows of ids that were never sent, or under another organisation than their sender's. */
  phantom: number;
  /** Stored although their sender never got an answer; neither lost nor wrong. */
  unanswered: number;
}

interface Sent {
  tag: string;
  /** Three numbers per request: index of the organisation, number of the first id, number of ids. */
  accepted: Uint32Array;
  unanswered: Uint32Array;
}

const NEVER_SENT = 0xffff;
const MOST_COPIES = 255;

/** Compares what was accepted with the rows of `events`, organisation by organisation. */
export async function judgeStoredIds(database: Database, orgs: readonly BenchOrg[], sent: Sent): Promise<IdVerdict> {
  const ids = new SentIds(sent);
  for (const [orgIndex, { organization }] of orgs.entries()) {
    const rows = await database.query<{ external_id: string | null }>(
      'SELECT external_id FROM events WHERE org_id = $1',
      [organization.id],
    );
    for (const row of rows) ids.found(orgIndex, row.external_id ?? '');
  }
  return ids.verdict();
}

/** Every id of a run with its organisation and how often it was found. */
export class SentIds {
  readonly #tag: string;
  readonly #orgOf: Uint16Array;
  readonly #isAccepted: Uint8Array;
  readonly #copies: Uint8Array;
  #rows = 0;
  #phantom = 0;

  constructor({ tag, accepted, unanswered }: Sent) {
    this.#tag = tag;
    const size = Math.max(endOf(accepted), endOf(unanswered));
    this.#orgOf = new Uint16Array(size).fill(NEVER_SENT);
    this.#isAccepted = new Uint8Array(size);
    this.#copies = new Uint8Array(size);
    this.#enter(unanswered, 0);
    this.#enter(accepted, 1);
  }

  /** A row of an organisation with this external id. */
  found(orgIndex: number, id: string): void {
    this.#rows += 1;
    const number = numberOfId(this.#tag, id);
    if (number === undefined || this.#orgOf[number] !== orgIndex) this.#phantom += 1;
    else this.#copies[number] = Math.min(MOST_COPIES, (this.#copies[number] as number) + 1);
  }

  verdict(): IdVerdict {
    const verdict: IdVerdict = { rows: this.#rows, lost: 0, duplicated: 0, phantom: this.#phantom, unanswered: 0 };
    for (const [number, copies] of this.#copies.entries()) {
      if (copies === 0) verdict.lost += this.#isAccepted[number] as number;
      else {
        verdict.duplicated += copies - 1;
        if (this.#isAccepted[number] === 0) verdict.unanswered += 1;
      }
    }
    return verdict;
  }

  #enter(ranges: Uint32Array, isAccepted: 0 | 1): void {
    for (let i = 0; i < ranges.length; i += 3) {
      const first = ranges[i + 1] as number;
      const end = first + (ranges[i + 2] as number);
      this.#orgOf.fill(ranges[i] as number, first, end);
      this.#isAccepted.fill(isAccepted, first, end);
    }
  }
}

function endOf(ranges: Uint32Array): number {
  let end = 0;
  for (let i = 0; i < ranges.length; i += 3) {
    end = Math.max(end, (ranges[i + 1] as number) + (ranges[i + 2] as number));
  }
  return end;
}
