import { isIpAddress } from '@redoubt/contracts';
import { readReputation, shownReputationSchema } from '@redoubt/rulebook';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';

export function getReputationRoute({ redis }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/intel/reputation/{address}',
    operationId: 'getReputation',
    summary: 'How far an address is known for trouble: by alerts about it and lists that name it',
    permission: 'intel:read',
    params: z.strictObject({ address: z.string().max(45).refine(isIpAddress, 'is no IP address') }),
    reply: z.strictObject({ reputation: shownReputationSchema.describe('The score, 0 to 100, is as of `atMs`') }),
    handle: async ({ principal: { orgId }, params: { address } }) => {
      const reputation = await readReputation(redis, orgId, address);
      if (reputation === undefined) throw new Refusal('not_found');
      return { json: { reputation } };
    },
  });
}
