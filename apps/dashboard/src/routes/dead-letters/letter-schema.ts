import { isUtf8 } from 'node:buffer';
import { DEAD_REASONS, LANES } from '@redoubt/contracts';
import { isGroupName, type GroupName } from '@redoubt/key-schema';
import { mayReplay, type DeadLetter } from '@redoubt/stream';
import { z } from 'zod';

/** A group of the platform, as a parameter or in a body. */
export const groupName = z.string().max(80).refine(isGroupName, 'is no group').describe('Whose dead letters');

/** An entry id of Redis. */
export const letterId = z.string().regex(/^\d{1,20}-\d{1,20}$/, 'is no id of a dead letter');

export const deadReason = z.enum(DEAD_REASONS as [string, ...string[]]);

export const letterSchema = z.strictObject({
  group: z.string(),
  letterId: z.string(),
  lane: z
    .enum(LANES)
    .describe('Where it was read: `s` ordinary, `p` priority, `c` commands, `d` detections, `a` alerts'),
  eventId: z.string(),
  reason: z.string().describe(DEAD_REASONS.map((reason) => `\`${reason}\``).join(', ')),
  error: z.string().describe('Name of the error'),
  message: z.string(),
  attempts: z.number().int(),
  replays: z.number().int().describe('How often it was put back and died again'),
  mayReplay: z.boolean().describe('False when it was put back too often'),
  acceptedAtMs: z.number(),
  atMs: z.number().describe('When it was given up'),
  excerpt: z.string().describe('Begin of the event'),
});

const EXCERPT_BYTES = 200;

export function letterJson(group: GroupName, letter: DeadLetter): z.output<typeof letterSchema> {
  const { deadLetterId, lane, eventId, reason, error, message, attempts, replays, acceptedAtMs } = letter;
  return {
    ...{ group, letterId: deadLetterId, lane, eventId, reason, error, message, attempts, replays, acceptedAtMs },
    mayReplay: mayReplay(letter),
    atMs: letter.diedAtMs,
    excerpt: letter.event.subarray(0, EXCERPT_BYTES).toString('utf8'),
  };
}

export const payloadSchema = z.strictObject({
  text: z.string().nullable().describe('Null when the bytes are no UTF-8'),
  base64: z.string().optional().describe('In place of the text'),
  sizeBytes: z.number().int(),
});

export function payloadJson({ event }: DeadLetter): z.output<typeof payloadSchema> {
  const sizeBytes = event.length;
  if (isUtf8(event)) return { text: event.toString('utf8'), sizeBytes };
  return { text: null, base64: event.toString('base64'), sizeBytes };
}
