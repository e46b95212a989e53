import type { AuditLog, AuditRow } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import { SecurityAuditStore, type Database } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import type { AclManagerMetrics } from '../metrics.ts';
import type { Probes } from '../posture/probes.ts';

const PAGE = 500;

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
      const { message } = toError(error);
      metrics.archiveFailures.inc();
      if (message !== this.#state.error) log.warn({ err: toError(error) }, 'audit_not_archived');
      this.#state = { ...this.#state, behind: Math.max(1, rows.length), error: message };
    }
  }
}
