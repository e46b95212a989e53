import type { GroupName } from '@redoubt/key-schema';
import { findDeadLetters } from '@redoubt/stream';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { groupName, letterId, letterJson, letterSchema, payloadJson, payloadSchema } from './letter-schema.ts';

export function showDeadLetterRoute({ redis }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/dead-letters/{group}/{letterId}',
    operationId: 'getDeadLetter',
    summary: 'A dead letter with the whole event',
    description: "The event of an entry that could not be read is a JSON array of the entry's raw fields in base64.",
    permission: 'pipeline:read',
    params: z.strictObject({ group: groupName, letterId }),
    reply: z.strictObject({
      letter: letterSchema,
      originalEventId: z.string().describe('Its event id before it was first put back'),
      payload: payloadSchema,
    }),
    handle: async ({ principal, params }) => {
      const group = params.group as GroupName;
      const [letter] = await findDeadLetters(redis, principal.orgId, group, [params.letterId]);
      if (!letter) throw new Refusal('not_found');
      const { originalEventId } = letter;
      return { json: { letter: letterJson(group, letter), originalEventId, payload: payloadJson(letter) } };
    },
  });
}
