import fc from 'fast-check';
import { ArrayScanner } from './array.ts';
import { exceedsDepth } from './depth.ts';
import { isBlank, LineScanner } from './lines.ts';

function itemsOf(text: string, perTurn = 1000): string[] {
  const body = Buffer.from(text);
  const items: string[] = [];
  const onItem = (data: Buffer, from: number, to: number): void => void items.push(data.toString('utf8', from, to));
  const scanner = new ArrayScanner(body, onItem, 1);
  while (scanner.read(perTurn));
  return items;
}

describe('ArrayScanner', () => {
  it.each([
    ['[]', []],
    ['[ \n ]', []],
    ['[1]', ['1']],
    ['[ {"a":[1,{"b":","}]} , "x,]\\"" ]', ['{"a":[1,{"b":","}]}', '"x,]\\""']],
    ['[1,,2]', ['1', '', '2']],
    ['[1,]', ['1', '']],
    ['[{"a":1},{broken},{"b":2}]', ['{"a":1}', '{broken}', '{"b":2}']],
    ['[{"a":1},{"b":', ['{"a":1}', '{"b":']],
    ['[{"a":1},{"b":"x', ['{"a":1}', '{"b":"x']],
    ['[{"a":1},{"b":2}', ['{"a":1}', '{"b":2}', '']],
    ['[{"a":1},', ['{"a":1}', '']],
    ['[', ['']],
    ['[1] \n', ['1']],
    ['[1] [2]', ['1', ' [2]']],
    ['[1]]', ['1', ']']],
  ])('%s', (text, expected) => {
    expect(itemsOf(text)).toEqual(expected);
    expect(itemsOf(text, 1)).toEqual(expected);
  });

  it('finds the items of any array, however it is spaced', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.integer({ min: 0, max: 3 }), (values, indent) => {
        const items = itemsOf(JSON.stringify(values, null, indent));
        expect(items.map((item) => JSON.parse(item) as unknown)).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    );
  });
});

describe('LineScanner', () => {
  it('reads a bounded number of lines at a time and leaves out empty ones', () => {
    const body = Buffer.from('a\n\nbb\nc');
    const lines: string[] = [];
    const scanner = new LineScanner(body, (data, from, to) => void lines.push(data.toString('utf8', from, to)));
    expect(scanner.read(2)).toBe(true);
    expect(lines).toEqual(['a']);
    expect(scanner.read(2)).toBe(false);
    expect(lines).toEqual(['a', 'bb', 'c']);
  });

  it('starts where it is told', () => {
    const lines: string[] = [];
    new LineScanner(
      Buffer.from('\ufeffab'),
      (data, from, to) => void lines.push(data.toString('utf8', from, to)),
      3,
    ).read(9);
    expect(lines).toEqual(['ab']);
  });

  it.each([
    [' \t\r', true],
    ['', true],
    [' x', false],
  ])('isBlank(%p)', (text, blank) => expect(isBlank(Buffer.from(text), 0, text.length)).toBe(blank));
});

describe('exceedsDepth', () => {
  const nest = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth);

  it.each([
    [nest(64), false],
    [nest(65), true],
    [`${'{"a":'.repeat(64)}1${'}'.repeat(64)}`, false],
    [`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`, true],
    ['['.repeat(200_000), true],
    [JSON.stringify('['.repeat(500)), false],
    [JSON.stringify(`\\"${'{'.repeat(500)}`), false],
    [`[${'[],'.repeat(500)}[]]`, false],
  ])('of case %#', (text, isDeep) => expect(exceedsDepth(text, 64)).toBe(isDeep));
});
