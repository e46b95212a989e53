import type { IncomingMessage } from 'node:http';
import { formatOf, type BodyFormat } from '../../body/content-type.ts';
import { singleEventIn } from '../../http/json-body.ts';
import { Refusal } from '../../http/refusal.ts';
import { DEFAULT_TEXT, type ReadingPlan, type RequestPlan } from '../../http/request-plan.ts';
import { ArrayScanner } from '../../items/array.ts';
import { SingleItem, type BodyItems, type ItemParts } from '../../items/body-items.ts';
import type { ItemScanner } from '../../items/item-scanner.ts';
import { JsonLineScanner, LineScanner } from '../../items/lines.ts';
import { parsers } from '../../parsers/index.ts';
import { offsetMinutesOf } from '../../parsers/utc-offset.ts';

/** How the body of `POST /v1/events` is read. @throws Refusal for a media type or parameter that is none */
export function eventsReading({ headers, url = '' }: IncomingMessage): ReadingPlan {
  const format = formatOf(headers['content-type']);
  const text = format === 'text' ? textOptions(url) : DEFAULT_TEXT;
  return { format, meaning: meaningOf(format, text), isWhole: format === 'json', text, open: OPENERS[format] };
}

const OPENERS: Readonly<Record<BodyFormat, (parts: ItemParts) => BodyItems>> = {
  json: (parts) => ({ kind: 'whole', isOneObject: true, scan: (body, start) => scannerOf(body, start, parts) }),
  ndjson: ({ items }) => ({
    kind: 'lines',
    scan: (piece, start) => new JsonLineScanner(piece, items, start),
    overlong: () => items.overlong(),
  }),
  text: ({ items }) => ({
    kind: 'lines',
    scan: (piece, start) => new LineScanner(piece, (data, from, to) => items.text(data, from, to), start),
    overlong: () => items.overlong(),
  }),
};

function scannerOf(body: Buffer, start: number, { items, limits }: ItemParts): ItemScanner {
  const single = singleEventIn(body, start, limits.maxEventBytes);
  return single === null
    ? new ArrayScanner(body, (data, from, to) => items.json(data, from, to), body.indexOf('[', start) + 1)
    : new SingleItem(body.length, () => items.json(body, single.start, single.end));
}

function meaningOf(format: BodyFormat, text: RequestPlan['text']): string {
  return format === 'text' ? `text ${text.format ?? 'auto'} ${text.offsetMinutes}` : format;
}

function textOptions(url: string): RequestPlan['text'] {
  const query = url.indexOf('?');
  if (query === -1) return DEFAULT_TEXT;
  const parameters = new URLSearchParams(url.slice(query + 1));
  const format = parameters.get('format') ?? 'auto';
  const offsetMinutes = offsetOf(parameters.get('timeZone') ?? 'Z');
  if (format === 'auto') return { offsetMinutes };
  if (format !== 'none' && !parsers.lineFormatNames.includes(format)) {
    throw new Refusal('invalid_parameter', `format is auto, none, ${parsers.lineFormatNames.join(', ')}`);
  }
  return { format, offsetMinutes };
}

function offsetOf(text: string): number {
  // A plus in a query string is a space unless it was escaped; nobody means a space here.
  const minutes = offsetMinutesOf(text.replace(/^ /, '+'));
  if (minutes === undefined) throw new Refusal('invalid_parameter', 'timeZone is Z or ±HH:MM');
  return minutes;
}
