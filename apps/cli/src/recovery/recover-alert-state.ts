import { bookFields, DEFAULT_ALERT_SETTINGS, recoverBook } from '@redoubt/alerting';
import type { Alert, Incident, OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient, RedisCommand } from '@redoubt/redis';
import { readRecoverableCases, type Database, type RecoverableBounds } from '@redoubt/storage';

/** Arguments of one command. */
const AT_ONCE = 500;

/** As much as a book holds. */
const BOUNDS: RecoverableBounds = {
  openAlerts: DEFAULT_ALERT_SETTINGS.maxOpenAlerts,
  endedAlerts: DEFAULT_ALERT_SETTINGS.maxRestingAlerts,
  openIncidents: DEFAULT_ALERT_SETTINGS.maxOpenIncidents,
  endedIncidents: DEFAULT_ALERT_SETTINGS.maxRestingIncidents,
  endedWithinMs: DEFAULT_ALERT_SETTINGS.restMs,
};

export interface RecoveredCases {
  openAlerts: number;
  openIncidents: number;
}

/**
 * Gives alert-engine the alerts and incidents back that PostgreSQL knows of, when Redis has lost its state of an
 * organisation; where there is a state, nothing is changed. To be called before alert-engine can find the organisation.
 *
 * @throws the first error: call again
 */
export async function recoverAlertState(
  { database, redis }: { database: Database; redis: RedisClient },
  orgId: OrgId,
  nowMs: number,
): Promise<RecoveredCases> {
  const keys = orgKeys(orgId);
  const state = keys.alertState();
  const known = { openAlerts: 0, openIncidents: 0 };
  if ((await redis.call('HGET', state, ['version'], { retry: 'free' })) !== null) return known;
  const { alerts, incidents } = await readRecoverableCases(database, orgId, BOUNDS, nowMs);
  if (alerts.length + incidents.length === 0) return known;
  const openAlerts = alerts.filter(({ status }) => status === 'firing' || status === 'acknowledged');
  const openIncidents = incidents.filter(({ status }) => status !== 'closed');
  await write(redis, 'HSET', keys.alertBook(), bookFields(recoverBook({ alerts, incidents })));
  await write(redis, 'ZADD', keys.alertsActive(), openAlerts.flatMap(memberOf));
  await write(redis, 'ZADD', keys.incidentsActive(), openIncidents.flatMap(memberOf));
  // Last, and only where still nobody has written one. The version is one that no engine has in memory; time has to be
  // looked at for these alerts whether or not events come.
  const isOurs = await redis.call('HSETNX', state, ['version', nowMs], { retry: 'free' });
  if (Number(isOurs) === 1) await redis.call('HSET', state, ['due', nowMs], { retry: 'free' });
  return { openAlerts: openAlerts.length, openIncidents: openIncidents.length };
}

function memberOf(one: Alert | Incident): [number, string] {
  return [one.lastSeenMs, 'alertId' in one ? one.alertId : one.incidentId];
}

async function write(redis: RedisClient, name: string, key: string, args: readonly (string | number)[]): Promise<void> {
  for (let at = 0; at < args.length; at += AT_ONCE) {
    const command: RedisCommand = { name, key, args: [key, ...args.slice(at, at + AT_ONCE)], retry: 'free' };
    const [reply] = await redis.batch([command]);
    if (reply instanceof Error) throw reply;
  }
}
