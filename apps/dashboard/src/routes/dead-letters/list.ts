import type { OrgId } from '@redoubt/contracts';
import { GROUPS, isGroupName, type GroupName } from '@redoubt/key-schema';
import { countDeadLetters, scanDeadLetters } from '@redoubt/stream';
import { getOrganization } from '@redoubt/tenancy';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { nextCursor, paging } from '../parameters.ts';
import type { Services } from '../services.ts';
import { deadReason, groupName, letterJson, letterSchema } from './letter-schema.ts';

/** Letters of a group that its counts by reason are made from. */
const MOST_COUNTED = 5_000;

const reasonCount = z.strictObject({
  group: z.string(),
  reason: z.string(),
  count: z.number().int(),
});

export function listDeadLettersRoute(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/dead-letters',
    operationId: 'listDeadLetters',
    summary: 'Events that a group could not handle, group by group, oldest first',
    permission: 'pipeline:read',
    query: z.strictObject({
      group: groupName.optional(),
      reason: deadReason.optional(),
      limit: paging.limit,
      cursor: paging.cursor,
    }),
    reply: z.strictObject({
      letters: z.array(letterSchema).describe('May be fewer than the limit though more follow'),
      total: z.number().int().describe('Of the chosen groups, whatever the reason'),
      byReason: z.array(reasonCount).describe('On the first page only'),
      isCounted: z.boolean().describe(`False when only the oldest ${MOST_COUNTED} of a group were counted by reason`),
      nextCursor,
    }),
    problems: ['refused'],
    handle: async ({ principal: { orgId }, query }) => {
      const place = query.cursor === undefined ? undefined : placeOf(query.cursor);
      const groups = await filledGroups(services, orgId, query.group as GroupName | undefined);
      const reasons =
        place === undefined ? await countByReason(services, orgId, groups) : { byReason: [], isCounted: true };
      const page = await readPage(services, orgId, groups, { place, limit: query.limit, reason: query.reason });
      const total = groups.reduce((sum, { count }) => sum + count, 0);
      return { json: { ...page, ...reasons, total } };
    },
  });
}

interface FilledGroup {
  group: GroupName;
  count: number;
}

/** Groups that have dead letters. */
async function filledGroups(
  { database, redis }: Services,
  orgId: OrgId,
  chosen: GroupName | undefined,
): Promise<FilledGroup[]> {
  const known =
    chosen === undefined ? [...(await getOrganization(database, orgId)).expectedGroups, ...GROUPS] : [chosen];
  const groups = [...new Set<GroupName>(known)].sort();
  const counts = await countDeadLetters(
    redis,
    groups.map((group) => ({ orgId, group })),
  );
  return groups.flatMap((group, i) => {
    const count = counts[i] ?? 0;
    if (count instanceof Error) throw count;
    return count === 0 ? [] : [{ group, count }];
  });
}

async function countByReason({ redis }: Services, orgId: OrgId, groups: readonly FilledGroup[]) {
  const byReason: z.output<typeof reasonCount>[] = [];
  let isCounted = true;
  for (const { group } of groups) {
    const counts = new Map<string, number>();
    const count = ({ reason }: { reason: string }): boolean => {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      return false;
    };
    const scan = await scanDeadLetters(redis, { orgId, group }, count, { limit: 1, maxEntries: MOST_COUNTED });
    isCounted &&= scan.nextId === undefined;
    byReason.push(...[...counts].map(([reason, letters]) => ({ group, reason, count: letters })));
  }
  return { byReason, isCounted };
}

interface Place {
  group: GroupName;
  afterId: string;
}

async function readPage(
  { redis }: Services,
  orgId: OrgId,
  groups: readonly FilledGroup[],
  { place, limit, reason }: { place: Place | undefined; limit: number; reason: string | undefined },
) {
  const letters: z.output<typeof letterSchema>[] = [];
  for (const { group } of groups) {
    if (place !== undefined && group < place.group) continue;
    const after = group === place?.group ? { afterId: place.afterId } : {};
    const passes = (letter: { reason: string }): boolean => reason === undefined || letter.reason === reason;
    const scan = await scanDeadLetters(redis, { orgId, group, ...after }, passes, { limit: limit - letters.length });
    letters.push(...scan.letters.map((letter) => letterJson(group, letter)));
    if (scan.nextId !== undefined) return { letters, nextCursor: `${group}@${scan.nextId}` };
    const isLastGroup = group === groups.at(-1)?.group;
    if (letters.length === limit) return isLastGroup ? { letters } : { letters, nextCursor: `${group}@${endOfGroup}` };
  }
  return { letters };
}

/** After every entry there can be. */
const endOfGroup = '18446744073709551615-18446744073709551614';

function placeOf(cursor: string): Place {
  const [, group = '', afterId = ''] = /^([a-z0-9_:-]{1,80})@(\d{1,20}-\d{1,20})$/.exec(cursor) ?? [];
  if (!isGroupName(group) || !isEntryId(afterId)) throw new Refusal('refused', 'the cursor is none of this list');
  return { group, afterId };
}

/** Both numbers of a stream's id have 64 bits. */
function isEntryId(text: string): boolean {
  return text.split('-').every((part) => BigInt(part) < 1n << 64n);
}
