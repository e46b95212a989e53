import { orgKeys } from '@redoubt/key-schema';
import { readStoredLedger } from '@redoubt/storage';
import type { Control } from '../../dev/demo-org.ts';
import type { BenchOrg } from '../platform.ts';
import { readAcceptedLedger } from './accepted-ledger.ts';

/** The platform's own account of a run. */
export interface LedgerBalance {
  accepted: number;
  stored: number;
  deadLettered: number;
  /** Events of organisations whose account does not add up, whatever the sign. */
  unexplained: number;
}

/** Sets what the gateways entered against what the writer stored, organisation by organisation. */
export async function ledgerBalance(
  { redis, database }: Control,
  orgs: readonly BenchOrg[],
  span: { fromMs: number; toMs: number },
): Promise<LedgerBalance> {
  const acceptedByOrg = await readAcceptedLedger(redis, orgs, span);
  const balance: LedgerBalance = { accepted: 0, stored: 0, deadLettered: 0, unexplained: 0 };
  for (const [index, { organization }] of orgs.entries()) {
    const minutes = await readStoredLedger(database, { orgId: organization.id, fromMs: 0, toMs: span.toMs + 60_000 });
    const stored = minutes.reduce((sum, minute) => sum + minute.stored, 0);
    const letters = orgKeys(organization.id).deadLetters('db_writer');
    // A dead letter holds one event.
    const dead = Number(await redis.call('XLEN', letters, []));
    const accepted = acceptedByOrg[index] as number;
    balance.accepted += accepted;
    balance.stored += stored;
    balance.deadLettered += dead;
    balance.unexplained += Math.abs(accepted - stored - dead);
  }
  return balance;
}
