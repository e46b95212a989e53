import { parseAuditRecord, type AuditLog, type AuditRow } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import { SecurityAuditStore, sqlStateOf, type CopiedRecord, type Database } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import type { AclManagerMetrics } from '../metrics.ts';
import type { ArchiveState } from '../posture/probes.ts';

const PAGE = 500;
const BEFORE_MIGRATIONS = 'the migrations of the database have not run yet';

export interface AuditArchiveDeps {
  audit: Pick<AuditLog, 'read' | 'newest' | 'head' | 'append'>;
  database: Database;
  metrics: AclManagerMetrics;
  log: Logger;
}

/**
 * Copies the audit chain to PostgreSQL, where it stays when Redis drops old records or loses them. The chain has to go
 * on where the copy ends: where it does not, that is recorded, and all of the chain is copied that is not there yet.
 */
export class AuditArchive {
  readonly #deps: AuditArchiveDeps;
  readonly #store: SecurityAuditStore;
  /** The last record that was copied; null before it was asked for. */
  #last: CopiedRecord | undefined | null = null;
  #state: ArchiveState = { lastSeq: 0, behind: 0, error: 'not copied yet', gap: null };

  constructor(deps: AuditArchiveDeps) {
    this.#deps = deps;
    this.#store = new SecurityAuditStore(deps.database);
  }

  get state(): ArchiveState {
    return this.#state;
  }

  /** Copies what has come. Never rejects: it is tried again at the next look. */
  async copy(): Promise<void> {
    try {
      if (this.#last === null) this.#last = await this.#store.last();
      const gap = await this.#findGap(this.#last);
      if (gap !== undefined) await this.#noteGap(gap);
      await this.#copyOn();
      this.#state = { ...this.#state, error: null, ...(await this.#progress()) };
    } catch (error) {
      await this.#failed(error);
    }
  }

  /** What is wrong with how the chain goes on after the copy's last record. */
  async #findGap(last: CopiedRecord | undefined): Promise<string | undefined> {
    if (last === undefined) return undefined;
    const [next] = await this.#deps.audit.read(last.entryId, 1);
    if (next !== undefined) return gapBetween(last, next);
    const [newest] = await this.#deps.audit.newest(1);
    const isSame = newest?.entryId === last.entryId && newest.hash === last.hash;
    return isSame ? undefined : `record ${last.seq} was copied and is the end of the chain no more`;
  }

  async #noteGap(gap: string): Promise<void> {
    const { audit, log } = this.#deps;
    const lastSeq = this.#last?.seq;
    const { atMs } = await audit.append({ kind: 'log_gap', detail: { what: 'audit archive', gap, lastSeq } });
    log.error({ gap, lastSeq }, 'audit_chain_does_not_go_on');
    this.#state = { ...this.#state, gap: { text: gap, atMs } };
    // What came after a failover may stand before the last record that was copied.
    this.#last = undefined;
  }

  async #copyOn(): Promise<void> {
    const { audit, log, metrics } = this.#deps;
    for (;;) {
      const rows = await audit.read(this.#last?.entryId ?? '0', PAGE);
      const { refused } = await this.#store.append(rows);
      if (refused.length > 0) {
        metrics.archiveFailures.inc(refused.length);
        log.error({ entryIds: refused }, 'audit_records_refused');
      }
      const row = rows.at(-1);
      if (row) this.#last = { entryId: row.entryId, hash: row.hash, seq: seqOf(row) };
      if (rows.length < PAGE) return;
    }
  }

  async #progress(): Promise<{ lastSeq: number; behind: number }> {
    const lastSeq = this.#last?.seq ?? this.#state.lastSeq;
    return { lastSeq, behind: Math.max(0, (await this.#deps.audit.head()).seq - lastSeq) };
  }

  async #failed(error: unknown): Promise<void> {
    const { metrics, log } = this.#deps;
    const isEarly = isBeforeMigrations(error);
    const message = isEarly ? BEFORE_MIGRATIONS : toError(error).message;
    const isNew = message !== this.#state.error;
    const progress = await this.#progress().catch(() => ({}));
    this.#state = { ...this.#state, ...progress, error: message };
    if (isEarly) {
      if (isNew) log.info('audit_archive_awaits_migrations');
      return;
    }
    metrics.archiveFailures.inc();
    if (isNew) log.warn({ err: toError(error) }, 'audit_not_archived');
  }
}

function gapBetween(last: CopiedRecord, next: AuditRow): string | undefined {
  const record = parseAuditRecord(next.text);
  if (record?.seq === last.seq + 1 && record.previous === last.hash) return undefined;
  return `after record ${last.seq}, which was copied, the chain goes on with record ${record?.seq ?? 'unreadable'}`;
}

function seqOf({ text }: AuditRow): number {
  return parseAuditRecord(text)?.seq ?? 0;
}

/** No such table, or no such role. */
function isBeforeMigrations(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === '42P01' || (state === '22023' && toError(error).message.includes('role'));
}
