import { setTimeout as wait } from 'node:timers/promises';
import { parseOrgId } from '@redoubt/contracts';
import type { SinkSeen } from '@redoubt/compliance';
import type { GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { readSinkHealth, type SinkHealth } from '@redoubt/rulebook';
import type { ComplianceFacts } from '@redoubt/storage';

type Row = ComplianceFacts['sinks'][number];

/** A forwarder that lives takes up what came within this time. */
const PATIENCE_MS = 8_000;
const LOOK_MS = 500;

/**
 * How sinks are doing, by the streams they read and what the forwarder notes. Where something waits, it looks again for a
 * few seconds: what came this moment is no backlog.
 *
 * @throws what the client ends with
 */
export async function readSinks(redis: RedisClient, rows: readonly Row[]): Promise<SinkSeen[]> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look(redis, rows);
    const isWaiting = seen.some(
      ({ isEnabled, isDetached, waitingEntries }) => isEnabled && !isDetached && waitingEntries,
    );
    if (!isWaiting || Date.now() >= until) return seen;
    await wait(LOOK_MS);
  }
}

async function look(redis: RedisClient, rows: readonly Row[]): Promise<SinkSeen[]> {
  const byOrg = Map.groupBy(rows, ({ orgId }) => orgId);
  const seen: SinkSeen[] = [];
  for (const [orgId, own] of byOrg) {
    const sinks = own.map(({ sinkId, group, isEnabled }) => ({ sinkId, group: group as GroupName, isEnabled }));
    const health = await readSinkHealth(redis, parseOrgId(orgId), sinks);
    seen.push(...own.map((row) => sinkSeen(row, health.get(row.sinkId))));
  }
  return seen;
}

function sinkSeen({ name, isEnabled, detachedAtMs }: Row, health: SinkHealth | undefined): SinkSeen {
  return {
    ...{ name, isEnabled, isDetached: detachedAtMs !== null || health?.state === 'detached' },
    waitingEntries: health?.lagEntries ?? null,
    ...{ lastSuccessMs: health?.lastSuccessMs ?? null, lastError: health?.lastError ?? null },
  };
}
