import { z } from 'zod';

/** Most alerts or incidents of one request. */
export const MAX_BULK = 100;

/** Longest wait, s. */
const maxWaitS = 10;

export const note = z.string().max(4_096);

export const waitParameter = z.coerce
  .number()
  .min(0)
  .max(maxWaitS)
  .default(0)
  .describe('Seconds to wait until what the commands changed is stored');

export const OUTCOMES = ['sent', 'done', 'refused', 'unanswered', 'not_found'] as const;

const result = z.strictObject({
  id: z.uuid().describe('Of the alert or incident'),
  outcome: z
    .enum(OUTCOMES)
    .describe(
      '`sent`: durable, and nobody waited; `done`: carried out and stored; `refused`: handled, and nothing changed; ' +
        '`unanswered`: not handled within the wait, it will be; `not_found`: there is no such, nothing was sent',
    ),
  commandId: z.uuid().optional().describe('Stands in the history of what it changed'),
  status: z.string().optional().describe('Of `done`: afterwards'),
  detail: z.string().optional().describe('Of `unanswered`: what it waits for'),
});

/** What became of the commands of a request. */
export const commandReply = z.strictObject({ results: z.array(result).max(MAX_BULK) });
export type CommandResult = z.output<typeof result>;
