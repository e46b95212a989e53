import { AuditLog } from '@redoubt/acl';
import { verifyAudit, type AuditFault } from '@redoubt/storage';
import { z } from 'zod';
import { verifyChain, type ChainVerdict } from '../../acl/audit-chain.ts';
import { defineCommand, type Outcome } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { BadValue, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { auditOrgOption, auditRedisOption, refuseBoth } from './tail.ts';

type Fault = AuditFault | 'unreadable';

const FAULTS: Readonly<Record<Fault, string>> = {
  missing: 'is missing',
  changed: 'was changed after it was written',
  relinked: 'does not follow the entry before it',
  cut_off: 'is missing, with all after it',
  rewritten: 'is not the one that was there',
  unreadable: 'is no record at all',
};

const asAnchor = (text: string): { seq: number; hash: string } => {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text);
  if (!match) throw new BadValue('must be <number>:<hash> as an earlier run printed it');
  return { seq: Number(match[1]), hash: match[2] as string };
};

const verifySchema = z.object({
  isSound: z.boolean(),
  entries: z.number().int().describe('entries that are sound, from the first on'),
  head: z.string().optional().describe('number and hash of the last entry'),
  fault: z.enum(Object.keys(FAULTS) as [Fault, ...Fault[]]).optional(),
  seq: z.number().int().optional().describe('the entry at fault'),
  entryId: z.string().optional().describe('with --redis: of the stream entry at fault'),
});
type VerifyJson = z.infer<typeof verifySchema>;

export const auditVerify = defineCommand({
  path: 'audit verify',
  summary: 'recompute the hash chain of the audit log and name the first entry at fault',
  details:
    'Keep the printed head elsewhere and give it to a later run: it shows that nothing up to it was rewritten meanwhile. With --redis the oldest records may have been dropped, as the chain keeps the last 100,000; that is no fault.',
  options: {
    org: auditOrgOption,
    redis: auditRedisOption,
    anchor: option('--anchor <head>', 'head that an earlier run printed', asAnchor),
  },
  examples: ['redoubt audit verify --org acme', 'redoubt audit verify --redis --json'],
  result: verifySchema,
  run: async (context, { org, redis, anchor }) => {
    refuseBoth(org, redis);
    if (redis) {
      const audit = new AuditLog({ redis: await context.redis(), clock: context.clock });
      return chainOutcome(await verifyChain(audit, anchor));
    }
    const database = await context.database();
    const orgId = org === undefined ? null : (await findOrg(database, org)).id;
    const verdict = await verifyAudit(database, orgId, anchor === undefined ? {} : { anchor });
    const { isSound, entries } = verdict;
    if (!verdict.isSound) {
      return { result: { isSound, entries, fault: verdict.fault, seq: verdict.seq }, exitCode: EXIT.checksFailed };
    }
    return { result: { isSound, entries, head: `${verdict.head.seq}:${verdict.head.hash}` } };
  },
  render: ({ isSound, entries, head, fault, seq, entryId }) => {
    if (isSound) return `${entries} entries are sound${head === undefined ? '' : `; head ${head}`}`;
    const place = entryId === undefined ? '' : ` (stream entry ${entryId})`;
    return `entry ${seq ?? ''}${place} ${fault ? FAULTS[fault] : ''}`;
  },
});

function chainOutcome({ records, head, fault, seq, entryId }: ChainVerdict): Outcome<VerifyJson> {
  if (fault === undefined) {
    return { result: { isSound: true, entries: records, ...(head === undefined ? {} : { head }) } };
  }
  const place = { ...(seq === undefined ? {} : { seq }), ...(entryId === undefined ? {} : { entryId }) };
  return {
    result: { isSound: false, entries: records, fault, ...place },
    exitCode: EXIT.checksFailed,
  };
}
