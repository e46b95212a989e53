import type { AuditLog, AuditRow } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import { SecurityAuditStore, sqlStateOf, type Database } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import type { AclManagerMetrics } from '../metrics.ts';
import type { Probes } from '../posture/probes.ts';

const PAGE = 500;
const BEFORE_MIGRATIONS = 'the migrations of the database have not run yet';

export interface AuditArchiveDeps {
  audit: Pick<AuditLog, 'read'>;
  database: Database;
  metrics: AclManagerMetrics;
  log: Logger;
}

/** Copies the audit chain to PostgreSQL, where it stays when Redis drops old records or loses them. */
export class AuditArchive {
  readonly #deps: AuditArchiveDeps;
  readonly #store: SecurityAuditStore;
  #state: NonNullable<Probes['archive']> = { lastSeq: 0, behind: 0, error: 'not copied yet' };

  constructor(deps: AuditArchiveDeps) {
    this.#deps = deps;
    this.#store = new SecurityAuditStore(deps.database);
  }

  get state(): NonNullable<Probes['archive']> {
    return this.#state;
  }

  /** Copies what has come. Never rejects: it is tried again at the next look. */
  async copy(): Promise<void> {
    const { audit, metrics, log } = this.#deps;
    let rows: AuditRow[] = [];
    try {
      let last = await this.#store.last();
      do {
        rows = await audit.read(last?.entryId ?? '0', PAGE);
        last = (await this.#store.append(rows)) ?? last;
      } while (rows.length === PAGE);
      this.#state = { lastSeq: last?.seq ?? 0, behind: 0, error: null };
    } catch (error) {
      const isEarly = isBeforeMigrations(error);
      const message = isEarly ? BEFORE_MIGRATIONS : toError(error).message;
      const isNew = message !== this.#state.error;
      this.#state = { ...this.#state, behind: Math.max(1, rows.length), error: message };
      if (isEarly) {
        if (isNew) log.info('audit_archive_awaits_migrations');
        return;
      }
      metrics.archiveFailures.inc();
      if (isNew) log.warn({ err: toError(error) }, 'audit_not_archived');
    }
  }
}

/** No such table, or no such role. */
function isBeforeMigrations(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === '42P01' || (state === '22023' && toError(error).message.includes('role'));
}
