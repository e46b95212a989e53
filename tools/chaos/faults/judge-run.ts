import { GROUPS, orgKeys } from '@redoubt/key-schema';
import type { BenchOrg, Platform } from '../../bench/platform.ts';
import { ledgerBalance } from '../../bench/judge/ledger-balance.ts';
import { judgeStoredIds, type IdVerdict } from '../../bench/judge/stored-ids.ts';
import type { LoadResult } from '../../bench/load/load-plan.ts';
import { readAlerts } from '../../dev/alerts.ts';
import type { Control } from '../../dev/demo-org.ts';
import { judgeAlerts, type AlertVerdict, type Attack } from './attacks.ts';
import { judgeLedger, type LedgerVerdict } from './ledger-verdict.ts';
import { judgeSinks, type SinkVerdict } from './sink-history.ts';

/** Everything a run did, and what of it is to be found. */
export interface RunHistory {
  platform: Platform;
  control: Control;
  load: { result: LoadResult; tag: string; orgs: readonly BenchOrg[] };
  attacks: { done: readonly Attack[]; orgs: readonly BenchOrg[] };
  /** Ids in the order in which the receiver first took them, of all organisations. */
  forwarded: readonly string[];
  /** Before anything was sent, epoch ms. */
  startedAtMs: number;
}

export interface RunVerdict {
  load: IdVerdict;
  attackEvents: { lost: number; duplicated: number; phantom: number };
  alerts: AlertVerdict;
  sink: SinkVerdict;
  deadLetters: number;
  ledger: LedgerVerdict;
}

/** Judges by the senders' own ids, not by anybody's counters; the ledger by what that shows. */
export async function judgeRun(history: RunHistory): Promise<RunVerdict> {
  const { control, load, attacks, forwarded } = history;
  const sent = { tag: load.tag, accepted: load.result.ranges, unanswered: load.result.unanswered };
  const judged = await judgeStoredIds(control.database, load.orgs, sent);
  const orgs = [...load.orgs, ...attacks.orgs];
  const balance = await ledgerBalance(control, orgs, { fromMs: history.startedAtMs, toMs: Date.now() });
  const attackIds = attacks.done.reduce((sum, { ids }) => sum + ids.length, 0);
  return {
    load: judged,
    ledger: judgeLedger(balance, {
      ...{ accepted: load.result.accepted + attackIds, unanswered: judged.unanswered },
    }),
    attackEvents: await judgeAttackEvents(history),
    alerts: await judgeAllAlerts(control, attacks),
    sink: judgeSinks(forwarded, await storedIds(control, orgs)),
    deadLetters: await countDeadLetters(control, orgs),
  };
}

async function judgeAttackEvents({ control, attacks }: RunHistory): Promise<RunVerdict['attackEvents']> {
  const verdict = { lost: 0, duplicated: 0, phantom: 0 };
  for (const [orgIndex, { organization }] of attacks.orgs.entries()) {
    const rows = await control.database.query<{ external_id: string | null }>(
      'SELECT external_id FROM events WHERE org_id = $1',
      [organization.id],
    );
    const wanted = new Set(attacks.done.flatMap((attack) => (attack.orgIndex === orgIndex ? attack.ids : [])));
    const found = new Set(rows.map((row) => row.external_id ?? ''));
    verdict.lost += [...wanted].filter((id) => !found.has(id)).length;
    verdict.duplicated += rows.length - found.size;
    verdict.phantom += [...found].filter((id) => !wanted.has(id)).length;
  }
  return verdict;
}

async function judgeAllAlerts(control: Control, { done, orgs }: RunHistory['attacks']): Promise<AlertVerdict> {
  const sum: AlertVerdict = { missed: 0, surplus: 0, miscounted: 0 };
  for (const [orgIndex, { organization }] of orgs.entries()) {
    const own = done.filter((attack) => attack.orgIndex === orgIndex);
    const one = judgeAlerts(own, await readAlerts(control, organization.id));
    sum.missed += one.missed;
    sum.surplus += one.surplus;
    sum.miscounted += one.miscounted;
  }
  return sum;
}

/** Every event that PostgreSQL has, by organisation, under the id that receivers see. */
export async function storedIds(
  { database }: Control,
  orgs: readonly BenchOrg[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, Set<string>>();
  for (const { organization } of orgs) {
    const { id } = organization;
    const rows = await database.query<{ event_id: string }>('SELECT event_id FROM events WHERE org_id = $1', [id]);
    found.set(id, new Set(rows.map((row) => `${id}-${row.event_id}`)));
  }
  return found;
}

/** How many of them a receiver has to have in the end. */
export async function countForwardable(control: Control, orgs: readonly BenchOrg[]): Promise<number> {
  return [...(await storedIds(control, orgs)).values()].reduce((sum, ids) => sum + ids.size, 0);
}

async function countDeadLetters({ redis }: Control, orgs: readonly BenchOrg[]): Promise<number> {
  const keys = orgs.flatMap(({ organization }) => GROUPS.map((group) => orgKeys(organization.id).deadLetters(group)));
  const lengths = await Promise.all(keys.map((key) => redis.call('XLEN', key, [], { retry: 'free' })));
  return lengths.reduce<number>((sum, length) => sum + Number(length), 0);
}
