import { z } from 'zod';
import { DEAD_REASONS, LANES } from '@redoubt/contracts';
import { mayReplay, type DeadLetter } from '@redoubt/stream';
import { isoTime } from '../output/time.ts';

export const deadLetterSchema = z.object({
  id: z.string().describe('its id among the dead letters'),
  eventId: z.string(),
  originalEventId: z.string().describe('its event id before the first replay'),
  lane: z.enum(LANES).describe('`s` ordinary, `p` priority, `c` commands, `d` detections, `a` alerts'),
  reason: z.string().describe(DEAD_REASONS.map((reason) => `\`${reason}\``).join(', ')),
  error: z.string().describe('name of the error'),
  message: z.string(),
  attempts: z.number().int(),
  replays: z.number().int().describe('how often it was put back and died again'),
  mayReplay: z.boolean().describe('false when the loop guard would refuse it'),
  acceptedAt: z.string().describe('RFC 3339'),
  diedAt: z.string().describe('RFC 3339'),
});

export type DeadLetterJson = z.infer<typeof deadLetterSchema>;

export function deadLetterJson(letter: DeadLetter): DeadLetterJson {
  const { eventId, originalEventId, lane, reason, error, message, attempts, replays } = letter;
  return {
    id: letter.deadLetterId,
    ...{ eventId, originalEventId, lane, reason, error, message, attempts, replays },
    mayReplay: mayReplay(letter),
    acceptedAt: isoTime(letter.acceptedAtMs),
    diedAt: isoTime(letter.diedAtMs),
  };
}
