import type { Lane, OrgId } from '@redoubt/contracts';
import { LANES_OF_GROUP } from '@redoubt/key-schema';
import { appendAudit, readPositions, type StoredPosition } from '@redoubt/storage';
import { readGroupOwners, rewindGroup } from '@redoubt/stream';
import { listOrganizations } from '@redoubt/tenancy';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { CliError, usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { flag } from '../../command/inputs.ts';
import { counted } from '../../output/number.ts';
import { printable } from '../../output/printable.ts';
import { isoTime } from '../../output/time.ts';
import { auditReasonOption, operatorOf } from '../../people/operator.ts';

const GROUP = 'db_writer';
const PAGE = 200;
const NOTHING: StoredPosition = { entryId: '0-0', index: -1 };

export const streamRewind = defineCommand({
  path: 'stream rewind',
  summary: 'have db-writer store again what a restored PostgreSQL lacks',
  details:
    'For use after PostgreSQL was restored from a backup, before db-writer is started again: what the streams still hold behind the positions in PostgreSQL is read once more, and stored once. How long they hold what was stored is STREAM_KEEP_MS of db-writer. db-writer does the same for an organisation that events come for; this does it for all of them.',
  options: {
    dryRun: flag('--dry-run', 'only say what would come again'),
    yes: flag('--yes', 'do it'),
    reason: auditReasonOption,
    actor: actorOption,
  },
  examples: ['redoubt stream rewind --dry-run', 'redoubt stream rewind --yes'],
  result: z.object({
    isDryRun: z.boolean(),
    organizations: z.number().int().describe('looked at'),
    streams: z.array(
      z.object({
        organization: z.string().describe('name'),
        lane: z.string(),
        from: z.string().describe('first entry that comes again'),
        upTo: z.string().describe('last entry that had been delivered'),
      }),
    ),
  }),
  isEndless: () => true,
  rowsOf: ({ streams }) => streams,
  run: async (context, { dryRun, yes, reason, actor }) => {
    if (dryRun === yes) throw usageError('add --dry-run to look, or --yes to do it');
    if (yes) await refuseWhileRead(context);
    const found = await rewindAll(context, dryRun);
    if (yes) {
      const entry = { orgId: null, actor: operatorOf(context, { actor, reason }), action: 'stream.rewound' };
      const target = { kind: 'group', id: GROUP };
      const database = await context.database();
      await database.transaction((session) => appendAudit(session, { ...entry, target, after: found.streams }));
    }
    return { result: { isDryRun: dryRun, ...found } };
  },
  render: ({ isDryRun, organizations, streams }, { style }) =>
    [
      ...streams.map(
        ({ organization, lane, from, upTo }) =>
          `${printable(organization)}  ${lane}  from ${timeOf(from)} up to ${timeOf(upTo)}`,
      ),
      streams.length === 0
        ? `${style.good('nothing')}  PostgreSQL has all that was acknowledged, or the streams hold it no more (${counted(organizations, 'organisation')})`
        : `${counted(streams.length, 'stream')} of ${counted(organizations, 'organisation')} ${isDryRun ? 'would be' : 'will be'} read again`,
    ].join('\n'),
});

function timeOf(entryId: string): string {
  return isoTime(Number(entryId.split('-')[0]));
}

/** What a running writer has in hand lies behind what comes again, and would be stored first. */
async function refuseWhileRead(context: Context): Promise<void> {
  const { database, redis } = await context.tenancy();
  const [any] = await listOrganizations(database, { limit: 1 });
  if (any === undefined) return;
  const [owner] = await readGroupOwners(redis, any.id, [GROUP], context.clock.now());
  if (owner instanceof Error) throw owner;
  if ((owner?.workers ?? 0) > 0)
    throw new CliError(EXIT.conflict, 'db-writer is running: stop all of it first (its lease ends after 12 s)');
}

async function rewindAll(context: Context, isDryRun: boolean) {
  const { database, redis } = await context.tenancy();
  const streams: { organization: string; lane: string; from: string; upTo: string }[] = [];
  let organizations = 0;
  let afterId: OrgId | undefined;
  for (;;) {
    const page = await listOrganizations(database, { limit: PAGE, ...(afterId ? { afterId } : {}) });
    for (const { id, name } of page) {
      const { positions } = await readPositions(database, { orgId: id, consumer: GROUP });
      const stored = new Map(
        LANES_OF_GROUP[GROUP].map((lane): [Lane, StoredPosition] => [lane, positions[lane] ?? NOTHING]),
      );
      const again = await rewindGroup(redis, { orgId: id, group: GROUP, isDryRun }, stored);
      streams.push(...again.map((one) => ({ organization: name, ...one })));
    }
    organizations += page.length;
    afterId = page.at(-1)?.id;
    if (page.length < PAGE) return { organizations, streams };
  }
}
