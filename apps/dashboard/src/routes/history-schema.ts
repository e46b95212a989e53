import { SEVERITIES } from '@redoubt/contracts';
import { z } from 'zod';

/** A change of an alert or incident, as it is answered. */
export function historyEntry<T extends z.ZodRawShape>(
  changes: readonly [string, ...string[]],
  statuses: readonly [string, ...string[]],
  more: T,
) {
  return z.strictObject({
    version: z.number().int(),
    change: z.enum(changes),
    atMs: z.number(),
    status: z.enum(statuses).describe('Afterwards'),
    severity: z.enum(SEVERITIES).describe('Afterwards'),
    actor: z.string().optional().describe('Of changes by people'),
    note: z.string().optional(),
    commandId: z.uuid().optional(),
    ...more,
  });
}
