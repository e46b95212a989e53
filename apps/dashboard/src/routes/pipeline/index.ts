import { LANES, type OrgId } from '@redoubt/contracts';
import { GROUPS, type GroupName } from '@redoubt/key-schema';
import { getOrganization } from '@redoubt/tenancy';
import { countDeadLetters, readGroupOwners, readGroupStates, type GroupOwner, type GroupState } from '@redoubt/stream';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { minuteSchema, readMinutes } from './minutes.ts';

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
  workers: count.nullable().describe('Live workers of the group, whoever they work for; null when Redis cannot say'),
  owner: z
    .strictObject({
      workerId: z.string(),
      leaseAgeMs: z.number().describe('How long it has worked for the organisation'),
      expiresInMs: z.number().describe('Until its lease ends, unless it is renewed'),
    })
    .nullable()
    .describe('Who works for the organisation now; null: nobody'),
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
        minutes: z
          .array(minuteSchema)
          .describe('The last half hour, oldest first; what is accepted and neither stored nor dead is on its way'),
        isComplete: z.boolean().describe('False when not all could be read'),
      }),
      handle: async ({ principal }) => ({ json: await readPipeline(services, principal.orgId) }),
    }),
  ];
}

async function readPipeline(services: Services, orgId: OrgId) {
  const { database, redis, clock } = services;
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
  const owners = await readGroupOwners(redis, orgId, groups, atMs);
  const minutes = await readMinutes(services, orgId, atMs);
  const all = groups.map((group, i) => {
    const dead = letters[i];
    return {
      group,
      isExpected: expectedGroups.includes(group),
      lanes: states.filter((state) => state.group === group).map((state) => laneOf(state, atMs)),
      deadLetters: typeof dead === 'number' ? dead : null,
      ...ownerOf(owners[i], atMs),
    };
  });
  return {
    atMs,
    groups: all.filter(({ isExpected, lanes, deadLetters }) => isExpected || lanes.length > 0 || deadLetters !== 0),
    minutes,
    isComplete:
      failures.length === 0 &&
      letters.every((dead) => typeof dead === 'number') &&
      owners.every((owner) => !(owner instanceof Error)),
  };
}

function ownerOf(found: GroupOwner | Error | undefined, nowMs: number) {
  if (found === undefined || found instanceof Error) return { workers: null, owner: null };
  const { workers, owner } = found;
  if (!owner) return { workers, owner: null };
  const { workerId, sinceMs, expiresAtMs } = owner;
  const leaseAgeMs = Math.max(0, nowMs - sinceMs);
  return { workers, owner: { workerId, leaseAgeMs, expiresInMs: Math.max(0, expiresAtMs - nowMs) } };
}

function laneOf(state: GroupState<(typeof watched)[number]>, nowMs: number) {
  const { lane, isPresent, lagEntries, pendingEntries, oldestPendingId } = state;
  const sinceMs = oldestPendingId === undefined ? undefined : Number(oldestPendingId.split('-')[0]);
  const oldest = sinceMs === undefined ? {} : { oldestPendingMs: Math.max(0, nowMs - sinceMs) };
  return { lane, isPresent, lagEntries, pendingEntries, ...oldest };
}
