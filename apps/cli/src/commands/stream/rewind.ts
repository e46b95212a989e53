import type { Lane, OrgId } from '@redoubt/contracts';
import { LANES_OF_GROUP } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { appendAudit, readPositions, type Database, type StoredPosition } from '@redoubt/storage';
import { readGroupOwners, rewindGroup, type SetBack } from '@redoubt/stream';
import { listOrganizations } from '@redoubt/tenancy';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { CliError, usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { flag } from '../../command/inputs.ts';
import { counted } from '../../output/number.ts';
import type { View } from '../../output/output.ts';
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
    'For use after PostgreSQL was restored from a backup or failed over to a standby that is not synchronous, before db-writer is started again: what the streams still hold behind the positions in PostgreSQL is read once more, and stored once. How long they hold what was stored is STREAM_KEEP_MS of db-writer. That PostgreSQL was set back is told by the positions db-writer notes in Redis after each commit; a stream without such a note is left as it is. Ends with 4 when a stream no longer holds all that was stored. db-writer does the same for an organisation that it takes over or finds set back in the stream it stores; this does it for all of them.',
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
        stored: z.string().describe('last entry that PostgreSQL has'),
        reached: z.string().describe('last entry that it had'),
        from: z.string().nullable().describe('first entry that comes again; null when the stream holds none'),
        upTo: z.string().nullable().describe('last entry that had been delivered'),
        isPartGone: z
          .boolean()
          .describe(
            'the stream does not hold all between `stored` and `reached`: what is not there has to come from elsewhere',
          ),
      }),
    ),
  }),
  isEndless: () => true,
  rowsOf: ({ streams }) => streams,
  run: async (context, { dryRun, yes, reason, actor }) => {
    if (dryRun === yes) throw usageError('add --dry-run to look, or --yes to do it');
    const found = await rewindAll(context, { isDryRun: dryRun, actor: operatorOf(context, { actor, reason }) });
    const isGone = found.streams.some(({ isPartGone }) => isPartGone);
    return { result: { isDryRun: dryRun, ...found }, ...(isGone ? { exitCode: EXIT.incomplete } : {}) };
  },
  render: ({ isDryRun, organizations, streams }, { style }) => {
    const gone = streams.filter(({ isPartGone }) => isPartGone);
    return [
      ...streams.map((one) => lineOf(one, style)),
      streams.length === 0
        ? `${style.good('nothing')}  PostgreSQL has all that was noted as stored (${counted(organizations, 'organisation')})`
        : `${counted(streams.length, 'stream')} of ${counted(organizations, 'organisation')} ${isDryRun ? 'would be' : 'will be'} read again`,
      ...(gone.length === 0
        ? []
        : [`${style.bad('incomplete')}  ${counted(gone.length, 'stream')} held no longer all that was stored`]),
    ].join('\n');
  },
});

/** A stream as the result has it; entries by their ids. */
interface Found {
  organization: string;
  lane: string;
  stored: string;
  reached: string;
  from: string | null;
  upTo: string | null;
  isPartGone: boolean;
}

function foundOf(organization: string, { lane, stored, reached, again, isPartGone }: SetBack): Found {
  return {
    ...{ organization, lane, stored: stored.entryId, reached: reached.entryId },
    ...{ from: again?.from ?? null, upTo: again?.upTo ?? null, isPartGone },
  };
}

function lineOf({ organization, lane, stored, reached, from, upTo, isPartGone }: Found, style: View['style']): string {
  const again = from === null || upTo === null ? 'nothing comes again' : `from ${timeOf(from)} up to ${timeOf(upTo)}`;
  const gone = `  ${style.bad('gone')} between ${timeOf(stored)} and ${timeOf(from ?? reached)}`;
  return `${printable(organization)}  ${lane}  ${again}${isPartGone ? gone : ''}`;
}

function timeOf(entryId: string): string {
  return isoTime(Number(entryId.split('-')[0]));
}

/** Asked again for each page: the writer may be started meanwhile. One that reads what is set back is fenced off. */
async function refuseWhileRead({ clock }: Context, redis: RedisClient, orgId: OrgId): Promise<void> {
  const [owner] = await readGroupOwners(redis, orgId, [GROUP], clock.now());
  if (owner instanceof Error) throw owner;
  if ((owner?.workers ?? 0) > 0)
    throw new CliError(EXIT.conflict, 'db-writer is running: stop all of it first (its lease ends after 12 s)');
}

interface Work {
  isDryRun: boolean;
  actor: ReturnType<typeof operatorOf>;
}

async function rewindAll(context: Context, work: Work): Promise<{ organizations: number; streams: Found[] }> {
  const { database, redis } = await context.tenancy();
  const streams: Found[] = [];
  let organizations = 0;
  let afterId: OrgId | undefined;
  for (;;) {
    const page = await listOrganizations(database, { limit: PAGE, ...(afterId ? { afterId } : {}) });
    for (const [at, { id, name }] of page.entries()) {
      if (at === 0 && !work.isDryRun) await refuseWhileRead(context, redis, id);
      streams.push(...(await rewindOne({ database, redis }, { id, name }, work)));
    }
    organizations += page.length;
    afterId = page.at(-1)?.id;
    if (page.length < PAGE) return { organizations, streams };
  }
}

/** Audited before it is done: the second look finds nothing any more, and what was begun must not go unsaid. */
async function rewindOne(
  { database, redis }: { database: Database; redis: RedisClient },
  { id, name }: { id: OrgId; name: string },
  { isDryRun, actor }: Work,
): Promise<Found[]> {
  const { positions } = await readPositions(database, { orgId: id, consumer: GROUP });
  const stored = new Map(
    LANES_OF_GROUP[GROUP].map((lane): [Lane, StoredPosition] => [lane, positions[lane] ?? NOTHING]),
  );
  const look = await rewindGroup(redis, { orgId: id, group: GROUP, isDryRun: true }, stored);
  if (isDryRun || look.setBack.length === 0) return look.setBack.map((one) => foundOf(name, one));
  const target = { kind: 'group', id: GROUP };
  const after = look.setBack.map((one) => foundOf(name, one));
  await database.transaction((session) =>
    appendAudit(session, { orgId: null, actor, action: 'stream.rewound', target, after }),
  );
  const { setBack } = await rewindGroup(redis, { orgId: id, group: GROUP }, stored);
  return setBack.map((one) => foundOf(name, one));
}
