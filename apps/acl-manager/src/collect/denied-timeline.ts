import { parseAuditRecord, type AuditRow } from '@redoubt/acl';
import type { DeniedAttempt } from '@redoubt/contracts';

/** Longest list of refusals that is shown. */
const MAX_ATTEMPTS = 200;

const REASONS: ReadonlySet<string> = new Set(['command', 'key', 'channel', 'auth']);

/** The newest refusals, newest first; what a former instance saw is read from the chain. */
export class DeniedTimeline {
  #attempts: DeniedAttempt[] = [];

  add(attempt: Omit<DeniedAttempt, 'reason'> & { reason: string }): void {
    if (!REASONS.has(attempt.reason)) return;
    this.#attempts.push(attempt as DeniedAttempt);
    this.#attempts.sort((a, b) => b.atMs - a.atMs);
    this.#attempts.length = Math.min(this.#attempts.length, MAX_ATTEMPTS);
  }

  newest(): readonly DeniedAttempt[] {
    return this.#attempts;
  }

  /** When the last refusal of a node was that is known, epoch ms; 0 for none. */
  lastOf(node: string): number {
    return this.#attempts.find((attempt) => attempt.node === node)?.atMs ?? 0;
  }

  /** Begins with what the chain has. */
  restore(rows: readonly AuditRow[]): void {
    this.#attempts = [];
    for (const { text } of rows) {
      const record = parseAuditRecord(text);
      if (record === null || (record.kind !== 'command_denied' && record.kind !== 'login_failed')) continue;
      const { reason, object, context, from, count, atMs } = record.detail as Record<string, string & number>;
      const [node = '', user = ''] = [record.node, record.user];
      if (reason === undefined || object === undefined) continue;
      this.add({
        ...{ node, user, reason, object, context: context ?? '', clientAddress: from ?? '' },
        ...{ count: count ?? 1, atMs: atMs ?? record.atMs },
      });
    }
  }
}
