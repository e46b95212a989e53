import type { ClusterFacts } from '@redoubt/acl';
import { z } from 'zod';
import type { Context } from '../command/context.ts';

export const downSchema = z.array(z.object({ address: z.string(), reason: z.string() })).describe('did not answer');

export function downJson({ down }: ClusterFacts): { address: string; reason: string }[] {
  return down.map(({ node, reason }) => ({ address: node.address, reason }));
}

/** Says of every node that did not answer. */
export function warnOfDown(context: Context, down: readonly { address: string; reason: string }[]): void {
  for (const { address, reason } of down) context.output.warn(`${address} was not measured: ${reason}`);
}
