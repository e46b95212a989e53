import type { Session } from '@redoubt/storage';
import { networkOf } from './login-throttle.ts';
import type { Queries } from './user-records.ts';

/** Networks remembered of one user; those longest not seen go first. */
export const MAX_KNOWN_NETWORKS = 20;
const KNOWN_FOR = "interval '90 days'";

/** Whether the account of an address was signed in to from there, with the right password, within 90 days. */
export async function isKnownNetwork(queries: Queries, email: string, address: string): Promise<boolean> {
  const rows = await queries.query(
    `SELECT 1 FROM user_networks n JOIN users u ON u.id = n.user_id
     WHERE u.email = $1 AND n.network = $2 AND n.seen_at > now() - ${KNOWN_FOR}`,
    [email, networkOf(address)],
  );
  return rows.length > 0;
}

/** Remembers where somebody proved who they are, and forgets what is too old or too much. */
export async function noteNetwork(session: Pick<Session, 'query'>, userId: string, address: string): Promise<void> {
  await session.query(
    `INSERT INTO user_networks (user_id, network) VALUES ($1, $2)
     ON CONFLICT (user_id, network) DO UPDATE SET seen_at = now()`,
    [userId, networkOf(address)],
  );
  await session.query(
    `DELETE FROM user_networks WHERE user_id = $1 AND (seen_at <= now() - ${KNOWN_FOR} OR network NOT IN (
       SELECT network FROM user_networks WHERE user_id = $1 ORDER BY seen_at DESC LIMIT ${MAX_KNOWN_NETWORKS}))`,
    [userId],
  );
}
