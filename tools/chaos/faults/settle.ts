import { countUnsettledEvents } from '@redoubt/stream';
import { waitFor } from '@redoubt/test-kit';
import { settledAlerts } from '../../dev/alerts.ts';
import type { Control } from '../../dev/demo-org.ts';
import { countForwardable } from './judge-run.ts';
import { LOAD_ORGS, type World } from './world.ts';

const POLL_MS = 250;
/** What db_writer reads of what senders are promised: events, urgent ones, and alerts. */
const STORED_LANES = ['s', 'p', 'a'] as const;

/**
 * Waits until nothing moves any more: events and alerts of every organisation are stored, and the receiver has its own.
 *
 * @param accepted  events of the load that were taken
 * @param settleMs  how long each part of it may take, ms
 * @returns what did not come to rest: nobody can judge it then. What is missing although all rests is for the judge.
 */
export async function settle(
  control: Control,
  { platform, sink }: World,
  { accepted, settleMs }: { accepted: number; settleMs: number },
): Promise<string[]> {
  const bound = { timeoutMs: settleMs, intervalMs: POLL_MS };
  const orgs = platform.orgs.map(({ organization }) => organization);
  const restless: string[] = [];
  const loaded = orgs.slice(0, LOAD_ORGS).map(({ id }) => id);
  await tolerant(waitFor(async () => (await countRows(control, loaded)) >= accepted, bound));
  for (const { id, name } of orgs.slice(LOAD_ORGS)) {
    const alerts = await tolerant(settledAlerts(control, id, settleMs));
    if (alerts === undefined) restless.push(`alert_engine did not settle what it has of ${name}`);
  }
  // After alert_engine: what it said last is on its way to PostgreSQL as everything else is.
  for (const { id, name } of orgs) {
    const unsettled = async (): Promise<number> =>
      (await countUnsettledEvents(control.redis, id, 'db_writer', undefined, STORED_LANES)).entries;
    const isSettled = await tolerant(waitFor(async () => (await unsettled()) === 0, bound));
    if (isSettled === undefined) restless.push(`db_writer did not settle what it has of ${name}`);
  }
  const forwardable = await countForwardable(control, platform.orgs);
  await tolerant(waitFor(() => sink.taken.size >= forwardable, bound));
  return restless;
}

async function countRows({ database }: Control, orgIds: readonly string[]): Promise<number> {
  const [row] = await database.query<{ n: string }>('SELECT count(*) AS n FROM events WHERE org_id = ANY($1)', [
    [...orgIds],
  ]);
  return Number(row?.n);
}

function tolerant<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch(() => undefined);
}
