import type { OrgId } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import { appendAudit, type AuditActor } from '@redoubt/storage';
import { findDeadLetters, mayReplay, replayDeadLetters, scanDeadLetters, type DeadLetter } from '@redoubt/stream';
import { auditActorOf } from '@redoubt/tenancy';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { given } from '../parameters.ts';
import type { Services } from '../services.ts';
import { deadReason, groupName, letterId } from './letter-schema.ts';

/** Most letters of one request; also bounds what is in memory. */
const MOST = 1_000;
/** Ids that the audit log names. */
const MOST_NAMED = 100;

const common = {
  group: groupName,
  dryRun: z.boolean().default(false).describe('Only say what would happen'),
  reason: z.string().min(1).max(1_000).optional().describe('Why; kept in the audit log'),
};
const body = z.union([
  z.strictObject({ ...common, letterIds: z.array(letterId).min(1).max(MOST) }),
  z.strictObject({ ...common, all: z.literal(true), deadReason: deadReason.optional().describe('Only those') }),
]);

const refusedSchema = z.strictObject({
  letterId: z.string(),
  why: z
    .enum(['gone', 'replayed_too_often', 'failed'])
    .describe('`gone`: no such letter any more; `failed`: it could not be moved and is still there'),
});

export function replayDeadLettersRoute(services: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/dead-letters/replay',
    operationId: 'replayDeadLetters',
    summary: `Put up to ${MOST} dead letters back on their streams`,
    description:
      'Each goes back in one step with its old accept time, and only the group that gave it up handles it again.',
    permission: 'pipeline:write',
    body,
    reply: z.strictObject({
      replayed: z.number().int().describe('In a dry run: would be'),
      refused: z.array(refusedSchema),
      isMore: z.boolean().describe('With `all`: there are more than one request takes; ask again'),
    }),
    handle: async ({ principal, body: ask, address }) => {
      const { orgId } = principal;
      const group = ask.group as GroupName;
      const chosen = await choose(services, orgId, ask);
      const allowed = chosen.letters.filter((letter) => mayReplay(letter));
      const guarded = chosen.letters.filter((letter) => !mayReplay(letter));
      const refused = [
        ...chosen.goneIds.map((id) => ({ letterId: id, why: 'gone' as const })),
        ...guarded.map(({ deadLetterId }) => ({ letterId: deadLetterId, why: 'replayed_too_often' as const })),
      ];
      const { isMore } = chosen;
      if (ask.dryRun || allowed.length === 0) return { json: { replayed: allowed.length, refused, isMore } };
      const actor = auditActorOf(principal, { address, ...given({ reason: ask.reason }) });
      await audit(services, { orgId, group, actor, letters: allowed });
      const failed = await replay(services, orgId, group, allowed);
      return { json: { replayed: allowed.length - failed.length, refused: [...refused, ...failed], isMore } };
    },
  });
}

interface Chosen {
  letters: DeadLetter[];
  goneIds: string[];
  isMore: boolean;
}

async function choose({ redis }: Services, orgId: OrgId, ask: z.output<typeof body>): Promise<Chosen> {
  const group = ask.group as GroupName;
  if ('letterIds' in ask) {
    const ids = [...new Set(ask.letterIds)];
    const letters = await findDeadLetters(redis, orgId, group, ids);
    const found = new Set(letters.map(({ deadLetterId }) => deadLetterId));
    return { letters, goneIds: ids.filter((id) => !found.has(id)), isMore: false };
  }
  // Those that may not go back are left where they are, or asking again would never get past them.
  const passes = (letter: DeadLetter): boolean =>
    mayReplay(letter) && (ask.deadReason === undefined || letter.reason === ask.deadReason);
  const scan = await scanDeadLetters(redis, { orgId, group }, passes, { limit: MOST, maxEntries: 100_000 });
  return { letters: scan.letters, goneIds: [], isMore: scan.nextId !== undefined };
}

interface Replay {
  orgId: OrgId;
  group: GroupName;
  actor: AuditActor;
  letters: readonly DeadLetter[];
}

/** Before the change, which is in Redis: what cannot be written down is not done. */
async function audit({ database }: Services, { orgId, group, actor, letters }: Replay): Promise<void> {
  const letterIds = letters.slice(0, MOST_NAMED).map(({ deadLetterId }) => deadLetterId);
  const entry = {
    ...{ orgId, actor, action: 'dead_letters.replayed', target: { kind: 'group', id: group } },
    after: { count: letters.length, letterIds },
  };
  await database.transaction((session) => appendAudit(session, entry));
}

async function replay({ redis, log }: Services, orgId: OrgId, group: GroupName, letters: readonly DeadLetter[]) {
  const results = await replayDeadLetters(redis, orgId, group, letters);
  return results.flatMap((result): z.output<typeof refusedSchema>[] => {
    if (result.kind === 'replayed') return [];
    if (result.kind === 'failed') log.warn({ err: result.error, orgId, group }, 'replay_failed');
    const why = { gone: 'gone', refused: 'replayed_too_often', failed: 'failed' } as const;
    return [{ letterId: result.deadLetterId, why: why[result.kind] }];
  });
}
