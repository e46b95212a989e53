import { commandWords } from './command-words.ts';

test.each([
  ['', []],
  ['  PING  ', ['PING']],
  ['SET a "b c"', ['SET', 'a', 'b c']],
  [`SET a 'it "is"'`, ['SET', 'a', 'it "is"']],
  ['SET a "say \\"x\\" \\\\"', ['SET', 'a', 'say "x" \\']],
  ['SET a ""', ['SET', 'a', '']],
  ['GET a:"y z"', ['GET', 'a:y z']],
])('%s', (text, words) => {
  expect(commandWords(text)).toEqual(words);
});

test.each(['SET a "b', "GET 'x", '"\\"'])('%s is not closed', (text) => {
  expect(commandWords(text)).toBeNull();
});
