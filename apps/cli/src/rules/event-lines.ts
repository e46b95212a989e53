import { decodeEvent, parseTimestampMs, toError, type EventFields } from '@redoubt/contracts';
import { openInput } from '../send/input.ts';
import { readLines } from '../send/read-lines.ts';
import type { Context } from '../command/context.ts';

/** An event of a file, or why the line is none. */
export type EventLine = { line: number } & ({ value: unknown; fields: EventFields } | { error: string });

const maxLineBytes = 4 * 1024 * 1024;

/** Reads JSON events as senders send them, one a line, from a file or with `-` from standard input. @throws CliError */
export async function* readEventLines(context: Context, path: string): AsyncGenerator<EventLine> {
  const { stream } = openInput(path, context.stdin);
  for await (const { number, bytes } of readLines(stream, maxLineBytes)) {
    yield {
      line: number,
      ...(bytes === undefined ? { error: 'the line is too long' } : decodeLine(bytes.toString('utf8'))),
    };
  }
}

/** Reads one event as a sender sends it. */
export function decodeLine(json: string): { value: unknown; fields: EventFields } | { error: string } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { error: `no JSON: ${toError(error).message}` };
  }
  const decoded = decodeEvent(value);
  return decoded.ok ? { value, fields: decoded.fields } : { error: `${decoded.code}: ${decoded.detail}` };
}

/** The time in a field of an event, a name or a path with dots: RFC 3339 or a Unix time. Epoch ms. */
export function timeInField(value: unknown, name: string): number | undefined {
  return parseTimestampMs(valueAt(value, name));
}

function valueAt(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const holder = value as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(holder, path)) return holder[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    if (Object.hasOwn(holder, head)) return valueAt(holder[head], path.slice(dot + 1));
  }
  return undefined;
}
