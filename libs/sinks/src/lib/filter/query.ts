import { PermanentError, type EventFields } from '@redoubt/contracts';

/** Fields that a query may name. */
const FIELDS = [
  ...['eventType', 'severity', 'sourceIp', 'destinationIp', 'user', 'asset', 'action', 'outcome', 'message', 'tags'],
  'externalId',
] as const;
type Field = (typeof FIELDS)[number];

export type EventTest = (fields: EventFields) => boolean;

const TERM = /^(-?)([A-Za-z]+):(?:"([^"]*)"|([^\s"]\S*))(?:\s+|$)/;

/**
 * Reads `field:value` terms that all have to hold: `-` before one turns it round, `*` stands for any text, a value with
 * spaces stands in quotes; letter case does not matter.
 *
 * @throws PermanentError  names the place that cannot be read
 */
export function parseQuery(text: string): EventTest {
  const tests: EventTest[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const match = TERM.exec(rest);
    if (!match) throw new PermanentError(`the query cannot be read at ${JSON.stringify(rest.slice(0, 40))}`);
    const [whole, minus, name = '', quoted, plain = ''] = match;
    if (!isField(name))
      throw new PermanentError(`the query names ${name}, which is no field; fields: ${FIELDS.join(', ')}`);
    tests.push(testOf(name, quoted ?? plain, minus === '-'));
    rest = rest.slice(whole.length);
  }
  return (fields) => tests.every((test) => test(fields));
}

function isField(name: string): name is Field {
  return (FIELDS as readonly string[]).includes(name);
}

function testOf(name: Field, wanted: string, isNegated: boolean): EventTest {
  const test = textTest(wanted.toLowerCase());
  return (fields) => {
    const value = fields[name];
    const texts = value === undefined ? [] : Array.isArray(value) ? value : [value];
    return texts.some((one) => test(one.toLowerCase())) !== isNegated;
  };
}

/** Parts between stars have to follow each other; no expression is compiled, so none can take long. */
function textTest(wanted: string): (text: string) => boolean {
  if (!wanted.includes('*')) return (text) => text === wanted;
  const parts = wanted.split('*');
  const [head = '', tail = ''] = [parts[0], parts.at(-1)];
  const middle = parts.slice(1, -1).filter((part) => part !== '');
  return (text) => {
    if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
    let at = head.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return at <= text.length - tail.length;
  };
}
