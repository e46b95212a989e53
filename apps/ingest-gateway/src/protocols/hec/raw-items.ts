import type { BodyItems, ItemParts } from '../../items/body-items.ts';
import { LineScanner } from '../../items/lines.ts';
import { trimmed } from '../shared/json-bytes.ts';
import { isJsonObject, type Members } from '../shared/splice.ts';
import { takeObject } from '../shared/take-value.ts';

const BRACE = 0x7b;
const CR = 0x0d;

/** Reads a body of the raw endpoint: each line is an event, whatever it is (line breaking of Splunk's default). */
export function rawItems({ items }: ItemParts, members: Members): BodyItems {
  const more = members.isEmpty ? undefined : members.values;
  const line = (piece: Buffer, start: number, end: number): void => {
    const stop = piece[end - 1] === CR ? end - 1 : end;
    const parsed = piece[start] === BRACE ? items.tryParse(piece, start, stop) : undefined;
    if (isJsonObject(parsed?.value) && stop - start > 2) {
      takeObject(items, trimmed(piece, start, stop), parsed.value, members);
    } else {
      items.text(piece, start, end, more);
    }
  };
  return {
    kind: 'lines',
    scan: (piece, start) => new LineScanner(piece, line, start),
    overlong: () => items.overlong(),
  };
}
