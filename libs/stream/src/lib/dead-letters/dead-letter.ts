import type { EntryId, Lane } from '@redoubt/contracts';
import { parseEventId } from '@redoubt/contracts';

/** An event that a group gave up, as it stands in `dlq:<group>`. */
export interface DeadLetter {
  /** Its entry id in the dead-letter stream. */
  deadLetterId: EntryId;
  /** Where it was read: `<lane>-<entryId>-<index>`. */
  eventId: string;
  lane: Lane;
  entryId: EntryId;
  index: number;
  /** Epoch ms. */
  acceptedAtMs: number;
  /** Why it was given up; one of `DEAD_REASONS`. */
  reason: string;
  /** Name of the error. */
  error: string;
  message: string;
  attempts: number;
  /** Epoch ms. */
  diedAtMs: number;
  /** How often it had been put back before it died again. */
  replays: number;
  /** Its id before the first replay; equals `eventId` when there was none. */
  originalEventId: string;
  /** The sender's bytes; of an unreadable entry a JSON array of its raw fields in base64. */
  event: Buffer;
}

/** Reads an entry of a dead-letter stream; null when it is none of ours. */
export function readDeadLetter(deadLetterId: EntryId, fields: readonly Buffer[]): DeadLetter | null {
  const found = new Map<string, Buffer>();
  for (let i = 0; i + 1 < fields.length; i += 2)
    found.set((fields[i] as Buffer).toString('latin1'), fields[i + 1] as Buffer);
  const text = (name: string): string => found.get(name)?.toString('utf8') ?? '';
  // 1e999 is a number, and none that can be passed on.
  const number = (name: string): number => (/^-?\d{1,15}$/.test(text(name)) ? Number(text(name)) : Number.NaN);
  const eventId = text('eventId');
  const position = parseEventId(eventId);
  const event = found.get('event');
  const acceptedAtMs = number('acceptedAtMs');
  if (position === null || event === undefined || Number.isNaN(acceptedAtMs)) return null;
  return {
    deadLetterId,
    eventId,
    ...position,
    acceptedAtMs,
    reason: text('reason'),
    error: text('error'),
    message: text('message'),
    attempts: number('attempts') || 0,
    diedAtMs: number('diedAtMs') || Number(deadLetterId.split('-')[0]),
    replays: number('replays') || 0,
    originalEventId: text('originalEventId') || eventId,
    event,
  };
}

/** True when the entry itself could not be read, so that `event` holds its raw fields. */
export function isWholeEntry(letter: DeadLetter): boolean {
  return letter.reason === 'undecodable_frame';
}
