import { PermanentError } from '@redoubt/contracts';
import { isPgTime } from './pg-json.ts';

/** Place after the last row of a page: rows follow newest first, then by event id. */
export interface SearchPlace {
  eventTimeMs: number;
  eventId: string;
}

/** Opaque text for URLs. */
export function encodeCursor(place: SearchPlace): string {
  return Buffer.from(`${place.eventTimeMs} ${place.eventId}`).toString('base64url');
}

/** @throws PermanentError when `text` is no cursor of ours */
export function decodeCursor(text: string): SearchPlace {
  const match = /^(-?\d{1,16}) ([\w-]{1,64})$/.exec(Buffer.from(text, 'base64url').toString('latin1'));
  const eventTimeMs = Number(match?.[1]);
  if (!match || !isPgTime(eventTimeMs)) throw new PermanentError('not a search cursor');
  return { eventTimeMs, eventId: match[2] as string };
}
