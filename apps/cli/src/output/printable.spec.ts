import { printable } from './printable.ts';

describe('text of senders', () => {
  it('cannot act on a terminal or fake a row', () => {
    expect(printable('a\u001b[2Jb\u0007\u0000')).toBe('a\\x1b[2Jb\\x07\\x00');
    expect(printable('one\ntwo\r\nthree\tfour')).toBe('one\\ntwo\\r\\nthree four');
    expect(printable('\u009b31m \u007f')).toBe('\\x9b31m \\x7f');
    expect(printable('invoice\u202egpj.exe')).toBe('invoice\\u202egpj.exe');
  });

  it('is otherwise left alone', () => {
    expect(printable('Zażółć gęślą jaźń 日本 🙂 "x" \\n')).toBe('Zażółć gęślą jaźń 日本 🙂 "x" \\n');
  });
});
