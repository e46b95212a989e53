import { LANES, type OrgId } from '@redoubt/contracts';
import { GROUPS, type GroupName } from '@redoubt/key-schema';
import { getOrganization } from '@redoubt/tenancy';
import { countDeadLetters, readGroupStates, type GroupState } from '@redoubt/stream';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';

const watched = ['s', 'p', 'd', 'c', 'a'] as const;
const count = z.number().int();

const groupSchema = z.strictObject({
  group: z.string(),
  isExpected: z.boolean().describe('Streams are kept until it has read them'),
  lanes: z.array(
    z.strictObject({
      lane: z.enum(LANES).describe('`s` ordinary, `p` priority, `d` detections, `c` commands, `a` alerts'),
      isPresent: z.boolean().describe('False when the group is expected and does not exist'),
      lagEntries: count.nullable().describe('Entries not delivered yet; null when Redis cannot say'),
      pendingEntries: count.describe('Entries delivered and not acknowledged'),
      oldestPendingMs: z.number().optional().describe('Age of the oldest of them'),
    }),
  ),
  deadLetters: count.nullable().describe('Null when Redis cannot say'),
});

export function pipelineRoutes(services: Services): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/v1/pipeline',
      operationId: 'getPipeline',
      summary: 'What each group still has to do for the organisation, and its dead letters',
      description: 'Counted in stream entries; one entry holds up to 100 events.',
      permission: 'pipeline:read',
      reply: z.strictObject({
        atMs: z.number(),
        groups: z.array(groupSchema),
        isComplete: z.boolean().describe('False when not all could be read'),
      }),
      handle: async ({ principal }) => ({ json: await readPipeline(services, principal.orgId) }),
    }),
  ];
}

async function readPipeline({ database, redis, clock }: Services, orgId: OrgId) {
  const { expectedGroups } = await getOrganization(database, orgId);
  const { states, failures } = await readGroupStates(redis, [{ orgId, expectedGroups }], watched);
  const names = new Set<GroupName>([...expectedGroups, ...GROUPS]);
  for (const { group } of states) names.add(group as GroupName);
  const groups = [...names];
  const letters = await countDeadLetters(
    redis,
    groups.map((group) => ({ orgId, group })),
  );
  const atMs = clock.now();
  const all = groups.map((group, i) => {
    const dead = letters[i];
    return {
      group,
      isExpected: expectedGroups.includes(group),
      lanes: states.filter((state) => state.group === group).map((state) => laneOf(state, atMs)),
      deadLetters: typeof dead === 'number' ? dead : null,
    };
  });
  return {
    atMs,
    groups: all.filter(({ isExpected, lanes, deadLetters }) => isExpected || lanes.length > 0 || deadLetters !== 0),
    isComplete: failures.length === 0 && letters.every((dead) => typeof dead === 'number'),
  };
}

function laneOf(state: GroupState<(typeof watched)[number]>, nowMs: number) {
  const { lane, isPresent, lagEntries, pendingEntries, oldestPendingId } = state;
  const sinceMs = oldestPendingId === undefined ? undefined : Number(oldestPendingId.split('-')[0]);
  const oldest = sinceMs === undefined ? {} : { oldestPendingMs: Math.max(0, nowMs - sinceMs) };
  return { lane, isPresent, lagEntries, pendingEntries, ...oldest };
}
