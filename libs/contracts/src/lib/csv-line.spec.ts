import { csvLine } from './csv-line.ts';

it.each([
  [['a', 1, undefined, true], 'a,1,,true\r\n'],
  [['say "hi"', 'a,b', 'two\nlines'], '"say ""hi""","a,b","two\nlines"\r\n'],
  [['=cmd|x', '+1', '-1', '@sum', '\tx', '\rx'], "'=cmd|x,'+1,'-1,'@sum,'\tx,\"'\rx\"\r\n"],
  [[-1, 'a=b'], '-1,a=b\r\n'],
])('writes %j', (cells, line) => {
  expect(csvLine(cells)).toBe(line);
});

it.each([' =1', '\u00a0=1', '\0=1', '\uff1d1', '\uff20x', '\nx', '|x'])('makes %j a text', (text) => {
  expect(csvLine([text]).replace(/^"/, '')).toMatch(/^'/);
});
