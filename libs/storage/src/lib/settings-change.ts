import { PermanentError, type OrgId } from '@redoubt/contracts';
import type { Session } from './session.ts';

/** A change of an organisation's settings on its way to Redis. */
export interface SettingsChange {
  orgId: OrgId;
  /** What changed: `rules`, `suppressions`, `channels`, `alert_settings`, `features`. */
  topic: string;
  /** Who changed it. */
  actor: string;
  /** What the relay needs to know beside the new state. */
  detail?: Record<string, unknown>;
}

/**
 * Notes a change in the outbox and raises the organisation's settings version, in the transaction that makes the
 * change. To be called before the change itself: it locks the organisation's row, so that changes of one organisation
 * follow each other and a higher version means a later state.
 *
 * @returns the new version
 * @throws PermanentError when there is no such organisation
 */
export async function recordSettingsChange(session: Session, change: SettingsChange): Promise<number> {
  const [row] = await session.query<{ version: string }>(
    'UPDATE organizations SET settings_version = settings_version + 1 WHERE id = $1 RETURNING settings_version AS version',
    [change.orgId],
  );
  if (!row) throw new PermanentError(`there is no organisation ${change.orgId}`);
  await session.query('INSERT INTO outbox (org_id, topic, version, actor, detail) VALUES ($1, $2, $3, $4, $5)', [
    change.orgId,
    change.topic,
    row.version,
    change.actor,
    JSON.stringify(change.detail ?? {}),
  ]);
  return Number(row.version);
}
