import type { OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient, Reply } from '@redoubt/redis';
import { readStoredLedger, type Database } from '@redoubt/storage';
import { countUnsettledEvents } from '@redoubt/stream';
import type { KnownOrg } from '../orgs/org-directory.ts';
import { judge, type LedgerVerdict } from './ledger-row.ts';

export interface LedgerRow extends LedgerVerdict {
  org: KnownOrg;
  minuteMs: number;
  accepted: number;
  stored: number;
  /** Per group. */
  deadLettered: Record<string, number>;
}

export interface LedgerRange {
  fromMs: number;
  nowMs: number;
  /** How long after its end a minute's events may take to be stored, ms. */
  settleMs: number;
}

/** The group whose work `stored` counts. */
const STORING_GROUP = 'db_writer';
const MINUTE_MS = 60_000;
const commandsPerBatch = 2_000;
const orgsAtOnce = 4;

/**
 * Reads and judges the ledger of organisations: minutes in which something was accepted, stored or given up.
 *
 * An organisation whose books do not balance at first sight is read again in an order in which an event on its way is
 * counted at least once: accepted, then what is under way, then stored and dead-lettered.
 */
export async function readLedger(
  deps: { redis: RedisClient; database: Database },
  orgs: readonly KnownOrg[],
  range: LedgerRange,
): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = [];
  for (let at = 0; at < orgs.length; at += orgsAtOnce) {
    const some = orgs.slice(at, at + orgsAtOnce);
    rows.push(...(await Promise.all(some.map((org) => readOrgLedger(deps, org, range)))).flat());
  }
  return rows;
}

type MinuteFigures = Map<number, { accepted: number; deadLettered: Record<string, number> }>;

interface Unsettled {
  byMinute: ReadonlyMap<number, number>;
  isComplete: boolean;
}

const nothing: Unsettled = { byMinute: new Map(), isComplete: true };

async function readOrgLedger(
  deps: { redis: RedisClient; database: Database },
  org: KnownOrg,
  range: LedgerRange,
): Promise<LedgerRow[]> {
  const accepted = await readRedisLedger(deps.redis, org.orgId, range);
  const first = rowsOf(org, range, {
    accepted,
    dead: accepted,
    unsettled: nothing,
    stored: await stored(deps, org, range),
  });
  if (first.every((row) => row.state === 'balanced')) return first;
  const again = await readRedisLedger(deps.redis, org.orgId, range);
  const unsettled = await countUnsettledEvents(deps.redis, org.orgId, STORING_GROUP);
  const storedNow = await stored(deps, org, range);
  const dead = await readRedisLedger(deps.redis, org.orgId, range);
  return rowsOf(org, range, { accepted: again, dead, unsettled, stored: storedNow });
}

async function stored(
  { database }: { database: Database },
  { orgId }: KnownOrg,
  { fromMs, nowMs }: LedgerRange,
): Promise<Map<number, number>> {
  const minutes = await readStoredLedger(database, { orgId, fromMs, toMs: nowMs + MINUTE_MS });
  return new Map(minutes.map((minute) => [minute.minuteMs, minute.stored]));
}

function rowsOf(
  org: KnownOrg,
  { nowMs, settleMs }: LedgerRange,
  read: { accepted: MinuteFigures; dead: MinuteFigures; unsettled: Unsettled; stored: ReadonlyMap<number, number> },
): LedgerRow[] {
  const minutes = [...new Set([...read.accepted.keys(), ...read.dead.keys(), ...read.stored.keys()])];
  return minutes
    .sort((a, b) => a - b)
    .map((minuteMs) => {
      const accepted = read.accepted.get(minuteMs)?.accepted ?? 0;
      const deadLettered = read.dead.get(minuteMs)?.deadLettered ?? {};
      const storedCount = read.stored.get(minuteMs) ?? 0;
      const verdict = judge({
        accepted,
        stored: storedCount,
        deadLettered: deadLettered[STORING_GROUP] ?? 0,
        unsettled: read.unsettled.byMinute.get(minuteMs) ?? 0,
        isUnsettledComplete: read.unsettled.isComplete,
        isSettled: minuteMs + MINUTE_MS + settleMs <= nowMs,
      });
      return { org, minuteMs, accepted, stored: storedCount, deadLettered, ...verdict };
    })
    .filter((row) => row.accepted + row.stored > 0 || Object.keys(row.deadLettered).length > 0);
}

async function readRedisLedger(redis: RedisClient, orgId: OrgId, range: LedgerRange): Promise<MinuteFigures> {
  const minutes: number[] = [];
  for (let minute = range.fromMs; minute <= range.nowMs; minute += MINUTE_MS) minutes.push(minute);
  const figures: MinuteFigures = new Map();
  for (let at = 0; at < minutes.length; at += commandsPerBatch) {
    const some = minutes.slice(at, at + commandsPerBatch);
    const keys = some.map((minute) => orgKeys(orgId).ledger(minute));
    const replies = await redis.batch(
      keys.map((key) => ({ name: 'HGETALL', key, args: [key], retry: 'free' as const })),
    );
    some.forEach((minute, i) => addFigures(figures, minute, replies[i] as Reply | Error));
  }
  return figures;
}

function addFigures(figures: MinuteFigures, minute: number, reply: Reply | Error): void {
  if (reply instanceof Error) throw reply;
  const flat = reply as string[];
  if (flat.length === 0) return;
  const found = { accepted: 0, deadLettered: {} as Record<string, number> };
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const [name = '', value] = [flat[i], Number(flat[i + 1])];
    if (name === 'accepted') found.accepted = value;
    // A counter that replays have brought back to 0 says nothing.
    else if (name.startsWith('dead:') && value !== 0) found.deadLettered[name.slice('dead:'.length)] = value;
  }
  figures.set(minute, found);
}
