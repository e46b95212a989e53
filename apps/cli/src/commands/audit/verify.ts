import { verifyAudit, type AuditFault } from '@redoubt/storage';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { BadValue, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { auditOrgOption } from './tail.ts';

const FAULTS: Readonly<Record<AuditFault, string>> = {
  missing: 'is missing',
  changed: 'was changed after it was written',
  relinked: 'does not follow the entry before it',
  cut_off: 'is missing, with all after it',
  rewritten: 'is not the one that was there',
};

const asAnchor = (text: string): { seq: number; hash: string } => {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text);
  if (!match) throw new BadValue('must be <number>:<hash> as an earlier run printed it');
  return { seq: Number(match[1]), hash: match[2] as string };
};

export const auditVerify = defineCommand({
  path: 'audit verify',
  summary: 'recompute the hash chain of the audit log and name the first entry at fault',
  details:
    'Keep the printed head elsewhere and give it to a later run: it shows that nothing up to it was rewritten meanwhile.',
  options: { org: auditOrgOption, anchor: option('--anchor <head>', 'head that an earlier run printed', asAnchor) },
  examples: ['redoubt audit verify --org acme'],
  result: z.object({
    isSound: z.boolean(),
    entries: z.number().int().describe('entries that are sound, from the first on'),
    head: z.string().optional().describe('number and hash of the last entry'),
    fault: z.enum(Object.keys(FAULTS) as [AuditFault, ...AuditFault[]]).optional(),
    seq: z.number().int().optional().describe('the entry at fault'),
  }),
  run: async (context, { org, anchor }) => {
    const database = await context.database();
    const orgId = org === undefined ? null : (await findOrg(database, org)).id;
    const verdict = await verifyAudit(database, orgId, anchor === undefined ? {} : { anchor });
    const { isSound, entries } = verdict;
    if (!verdict.isSound) {
      return { result: { isSound, entries, fault: verdict.fault, seq: verdict.seq }, exitCode: EXIT.checksFailed };
    }
    return { result: { isSound, entries, head: `${verdict.head.seq}:${verdict.head.hash}` } };
  },
  render: ({ isSound, entries, head, fault, seq }) =>
    isSound ? `${entries} entries are sound; head ${head ?? ''}` : `entry ${seq ?? ''} ${fault ? FAULTS[fault] : ''}`,
});
