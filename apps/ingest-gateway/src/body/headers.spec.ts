import { Refusal } from '../http/refusal.ts';
import { encodingOf } from './content-encoding.ts';
import { formatOf } from './content-type.ts';

const refusal = (run: () => unknown): string => {
  try {
    return String(run());
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
};

it.each([
  ['application/json', 'json'],
  ['Application/JSON; charset=UTF-8', 'json'],
  ['application/x-ndjson', 'ndjson'],
  ['application/ndjson;charset="utf-8"', 'ndjson'],
  ['text/plain', 'text'],
  ['text/plain; charset=us-ascii', 'text'],
  ['text/plain; charset=utf-16', 'unsupported_media_type'],
  ['application/json; charset=latin1', 'unsupported_media_type'],
  ['application/x-www-form-urlencoded', 'unsupported_media_type'],
  ['constructor', 'unsupported_media_type'],
  ['', 'unsupported_media_type'],
  [undefined, 'unsupported_media_type'],
])('Content-Type %p is %s', (header, expected) => expect(refusal(() => formatOf(header))).toBe(expected));

it.each([
  [undefined, 'identity'],
  ['identity', 'identity'],
  ['GZIP', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'br'],
  ['zstd', 'zstd'],
  ['gzip, br', 'unsupported_encoding'],
  ['compress', 'unsupported_encoding'],
  ['__proto__', 'unsupported_encoding'],
])('Content-Encoding %p is %s', (header, expected) => expect(refusal(() => encodingOf(header))).toBe(expected));
