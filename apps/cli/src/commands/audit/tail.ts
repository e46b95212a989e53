import { AuditLog } from '@redoubt/acl';
import { AUDIT_ACTOR_KINDS, listAuditBy } from '@redoubt/storage';
import { z } from 'zod';
import { newestRecords } from '../../acl/audit-chain.ts';
import { chainRecordJson, chainRecordSchema, renderChain } from '../../acl/chain-table.ts';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { asInteger, asText, flag, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { operatorOf } from '../../people/operator.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { formatSecond, isoTime } from '../../output/time.ts';

export const auditOrgOption = option(
  '--org <org>',
  'the organisation, by name or id (default: what belongs to none, such as users)',
  asText,
);

export const auditRedisOption = flag(
  '--redis',
  'the chain of the installation in Redis: users, rotations, refused commands and logins',
);

/** @throws CliError when both chains are asked for */
export function refuseBoth(org: string | undefined, redis: boolean): void {
  if (redis && org !== undefined) throw usageError('--redis is the chain of the installation and of no organisation');
}

const entrySchema = z.object({
  seq: z.number().int(),
  at: z.string().describe('RFC 3339'),
  actorKind: z.enum(AUDIT_ACTOR_KINDS),
  actor: z.string(),
  address: z.string().nullable(),
  action: z.string(),
  targetKind: z.string(),
  targetId: z.string(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  hash: z.string().describe('SHA-256, hex'),
});

export const auditTail = defineCommand({
  path: 'audit tail',
  summary: 'show the newest entries of the audit log',
  details: 'The log tells who looked at it as well (`audit.read`), the chain in Redis does not.',
  options: {
    org: auditOrgOption,
    redis: auditRedisOption,
    limit: option('--limit <n>', 'at most this many', asInteger({ min: 1, max: 1_000 }), { defaultValue: 50 }),
    action: option(
      '--action <action>',
      'one action or everything of a kind, such as member; with --redis such as rotation',
      asText,
    ),
    target: option('--target <id>', 'what was done to this; with --redis a Redis user', asText),
    by: option('--by <actor>', 'what this one did: id of a user or key, name of an operator', asText),
  },
  examples: [
    'redoubt audit tail --org acme',
    'redoubt audit tail --org acme --action member --json',
    'redoubt audit tail --redis --action command_denied',
  ],
  result: z.object({
    entries: z.array(entrySchema).describe('oldest first; empty with --redis'),
    records: z.array(chainRecordSchema).optional().describe('with --redis, oldest first'),
  }),
  rowsOf: ({ entries, records }) => records ?? entries,
  run: async (context, { org, redis, limit, action, target, by }) => {
    refuseBoth(org, redis);
    if (redis) {
      const audit = new AuditLog({ redis: await context.redis(), clock: context.clock });
      const records = await newestRecords(audit, { kind: action, user: target, actor: by }, limit);
      if (records.length === 0) context.output.note('no such records');
      return { result: { entries: [], records: records.map(chainRecordJson) } };
    }
    const database = await context.database();
    const orgId = org === undefined ? null : (await findOrg(database, org)).id;
    const filters = {
      ...(action === undefined ? {} : { action }),
      ...(target === undefined ? {} : { targetId: target }),
      ...(by === undefined ? {} : { actor: by }),
    };
    const { entries } = await listAuditBy(database, operatorOf(context, {}), orgId, filters, { limit });
    const shown = entries.reverse().map((entry) => entrySchema.parse({ ...entry, at: isoTime(entry.atMs) }));
    return { result: { entries: shown } };
  },
  render: ({ entries, records }, view) => {
    if (records) return renderChain(records, view);
    return renderTable(
      [
        { name: 'no' },
        { name: 'at' },
        { name: 'who' },
        { name: 'did' },
        { name: 'to' },
        { name: 'why', isFlexible: true },
      ],
      entries.map((entry) => [
        ...[String(entry.seq), formatSecond(Date.parse(entry.at)), printable(`${entry.actorKind} ${entry.actor}`)],
        ...[entry.action, printable(`${entry.targetKind} ${entry.targetId}`), printable(entry.reason ?? '')],
      ]),
      view,
    );
  },
});
