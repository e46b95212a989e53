import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { isEventLane, parseEventId, toError, type EventFields, type OrgId } from '@redoubt/contracts';
import { entryAfter, readEventRange } from '@redoubt/storage';
import { usageError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import { decodeLine } from './event-lines.ts';

/** An event to look at, as its sender wrote it. */
export interface FoundEvent {
  value: unknown;
  fields: EventFields;
}

/** The event of a line of a file, or of a whole file that is one JSON object. @throws CliError */
export async function eventOfFile(context: Context, path: string, line: number): Promise<FoundEvent> {
  const content = await readWhole(context, path);
  const lines = content.split('\n').filter((one) => one.trim() !== '');
  if (line > Math.max(1, lines.length)) throw usageError(`${path} has no line ${line}`, `it has ${lines.length}`);
  const ofLine = decodeLine(lines[line - 1] ?? '');
  // Indented by hand or by jq: then the lines are none by themselves.
  const event = 'error' in ofLine && line === 1 ? decodeLine(content) : ofLine;
  if (!('error' in event)) return event;
  throw usageError(`line ${line} of ${path} is no event: ${'error' in ofLine ? ofLine.error : event.error}`);
}

async function readWhole(context: Context, path: string): Promise<string> {
  if (path === '-') return text(context.stdin);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usageError(
      code === 'ENOENT' ? `there is no file ${path}` : `${path} cannot be read: ${toError(error).message}`,
    );
  }
}

/** A stored event by its id. @throws CliError when it is not stored */
export async function eventOfId(
  context: Context,
  org: { id: OrgId; name: string },
  eventId: string,
): Promise<FoundEvent> {
  const place = parseEventId(eventId);
  if (place === null || !isEventLane(place.lane)) {
    throw usageError(
      `${JSON.stringify(eventId)} is no event id`,
      'they read like s-1700000000000-0-12: redoubt events search',
    );
  }
  const { lane, entryId, index } = place;
  const range = { from: entryId, before: entryAfter(entryId) };
  const stored = await readEventRange(await context.database(), org.id, lane, range, 1);
  const found = stored.find((one) => one.index === index);
  if (found === undefined) {
    throw usageError(
      `${org.name} has no stored event ${eventId}`,
      'db-writer may not have stored it yet, or its time is over',
    );
  }
  const event = decodeLine(found.line.toString('utf8'));
  if ('error' in event) throw usageError(`the event ${eventId} cannot be read: ${event.error}`);
  return event;
}
