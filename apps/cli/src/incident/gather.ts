import { createSecretBox } from '@redoubt/encryption';
import { toError, type OrgId } from '@redoubt/contracts';
import { tryNodeProtocols, type NodePool } from '@redoubt/redis';
import { listAlerts, readComplianceFacts, type Database } from '@redoubt/storage';
import type { Admin } from '../acl/admin.ts';
import { readPosture } from '../acl/posture.ts';
import type { Context } from '../command/context.ts';
import { settingsKeys } from '../encryption/secret-keys.ts';
import type { IncidentType, Investigation } from './findings.ts';
import { investigateEncryption, type EncryptionEvidence } from './investigate-encryption.ts';
import { investigateLogins, type RecordedFailure } from './investigate-logins.ts';
import { investigateNetwork, type NetworkEvidence } from './investigate-network.ts';
import { readCertificates, readNodes } from './read-nodes.ts';

/** Everything that is kept of an incident. */
export interface Gathered {
  atMs: number;
  sinceMs: number;
  investigation: Investigation;
  /** Nodes as they answered, whatever the type. */
  nodes: Awaited<ReturnType<typeof readNodes>>;
  certificates: Awaited<ReturnType<typeof readCertificates>>;
  /** Newest alerts of the organisation in the time. */
  alerts: { alertId: string; ruleId: string; severity: string; title: string; lastSeenMs: number; status: string }[];
}

export interface GatherOptions {
  type: IncidentType;
  orgId: OrgId;
  /** How far back, ms. */
  sinceMs: number;
}

const MAX_ALERTS = 50;

/** Looks at all nodes, acl-manager and the records. Reads and never changes. @throws RedisUnavailableError when no node answers */
export async function gather(
  context: Context,
  admin: Admin,
  { type, orgId, sinceMs }: GatherOptions,
): Promise<Gathered> {
  const [atMs, database] = [context.clock.now(), await context.database()];
  const nodes = await readNodes(admin, sinceMs);
  const addresses = nodes.nodes.map(({ address }) => address);
  const { tls } = context.settings.redis();
  const certificates = await readCertificates(admin.pool, tls ? { tls } : {}, addresses);
  const posture = await readPosture(await context.redis());
  const page = await listAlerts(database, orgId, { fromMs: atMs - sinceMs }, { limit: MAX_ALERTS });
  const alerts = page.alerts
    .map(({ alertId, ruleId, severity, title, lastSeenMs, status }) => ({
      ...{ alertId, ruleId, severity, title },
      lastSeenMs,
      status,
    }))
    // What came late tells of another time.
    .filter(({ lastSeenMs }) => lastSeenMs >= atMs - sinceMs)
    .toSorted((a, b) => b.lastSeenMs - a.lastSeenMs);
  const investigate = async (): Promise<Investigation> => {
    if (type === 'auth_failure_spike') {
      return investigateLogins({
        ...nodes,
        recorded: await recordedFailures(database, atMs - sinceMs),
        posture,
      });
    }
    if (type === 'network_security') {
      const anonymous = await tryWithoutUser(context.nodes('none'), addresses);
      const protocols = tls ? await tryNodeProtocols(addresses, { tls }) : new Map<string, string[]>();
      return investigateNetwork({ ...nodes, posture, anonymous, protocols });
    }
    const { secrets } = await readComplianceFacts(database, { orgId: null, fromMs: atMs - sinceMs, acknowledgeMs: 0 });
    return investigateEncryption({
      ...{ posture, certificates, roundTrip: roundTrip(context), secrets, nowMs: atMs },
      down: nodes.down,
    });
  };
  return { atMs, sinceMs, investigation: await investigate(), nodes, certificates, alerts };
}

async function recordedFailures(database: Database, fromMs: number): Promise<RecordedFailure[]> {
  const rows = await database.transaction(
    (session) =>
      session.query<{ at_ms: number; redis_user: string | null; record: string }>(
        `SELECT floor(extract(epoch FROM at) * 1000)::float8 AS at_ms, redis_user, record FROM security_audit
         WHERE kind = 'login_failed' AND at >= to_timestamp($1::float8 / 1000) ORDER BY at DESC LIMIT 1000`,
        [fromMs],
      ),
    { role: 'redoubt_security', isReadOnly: true },
  );
  return rows.map(({ at_ms, redis_user, record }) => {
    const { detail } = JSON.parse(record) as { detail?: { from?: string; count?: number } };
    return { atMs: at_ms, user: redis_user ?? '', from: detail?.from ?? '', count: detail?.count ?? 1 };
  });
}

async function tryWithoutUser(pool: NodePool, addresses: readonly string[]): Promise<NetworkEvidence['anonymous']> {
  const ends = await Promise.allSettled(addresses.map((address) => pool.call(address, 'PING')));
  const answers = ends.map((end) => {
    if (end.status === 'fulfilled') return { reply: String(end.value) };
    const error = toError(end.reason);
    // What a server says is an answer; what a connection ends with is none.
    return /NOAUTH|NOPERM|WRONGPASS/.test(error.message) ? { reply: error.message } : { error: error.message };
  });
  return new Map(addresses.map((address, i) => [address, answers[i] ?? { error: 'not tried' }]));
}

/** Seals a word with the key of the settings and opens it again. */
function roundTrip(context: Context): EncryptionEvidence['roundTrip'] {
  let keys: ReturnType<typeof settingsKeys>;
  try {
    keys = settingsKeys(context);
  } catch (error) {
    return { state: 'unknown', detail: toError(error).message };
  }
  try {
    const box = createSecretBox(keys);
    const place = { orgId: null, purpose: 'siem_sink', id: 'round-trip' } as const;
    return box.open(box.seal('round trip', place), place) === 'round trip'
      ? { state: 'good', detail: 'a secret was sealed and opened again with the key of the settings' }
      : { state: 'bad', detail: 'what was opened is not what was sealed' };
  } catch (error) {
    return { state: 'bad', detail: toError(error).message };
  }
}
