import { behind, comparePositions, formatPosition, parsePosition } from './stream-position.ts';

describe('a position in a stream', () => {
  it.each(['0-0', '1700000000000-0', '1700000000000-12-3'])('%s is read and written', (text) => {
    const position = parsePosition(text);
    expect(position && formatPosition(position)).toBe(text);
  });

  it.each([
    ...['', '*', '$', '+', '-', '1', '01-0', '1-0-', '1-0-01', '1-0-1-1', '99999999999999999-0', '1-0\n', ' 1-0'],
    ...[undefined, null, 1, {}, ['1-0']],
  ])('%p is none', (text) => {
    expect(parsePosition(text)).toBeUndefined();
  });

  it('comes before what stands later', () => {
    const ordered = ['9-0-0', '9-0-1', '9-0', '9-1-0', '10-0-0', '10-0'].map(
      (text) => parsePosition(text) ?? behind('0-0'),
    );
    ordered.forEach((a, i) => {
      ordered.forEach((b, j) => expect(Math.sign(comparePositions(a, b))).toBe(Math.sign(i - j)));
    });
  });
});
