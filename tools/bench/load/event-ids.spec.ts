import fc from 'fast-check';
import { ID_LENGTH, idText, numberOfId, scramble, unscramble, writeHex } from './event-ids.ts';

const numbers = fc.integer({ min: 0, max: 0xffffffff });

describe('event ids', () => {
  it('scramble without loss', () => {
    fc.assert(fc.property(numbers, (number) => unscramble(scramble(number)) === number));
  });

  it('stand in the text and come back from it', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        const text = idText('ba00', number);
        expect(text).toHaveLength(ID_LENGTH);
        expect(numberOfId('ba00', text)).toBe(number);
      }),
    );
  });

  it('are none of another run, nor anything else', () => {
    for (const other of ['', 'ba00-', 'bb00-00000000', 'ba00-0000000', 'ba00-zzzzzzzz', 'ba00-000000000']) {
      expect(numberOfId('ba00', other)).toBeUndefined();
    }
  });

  it('are written as they read', () => {
    const buffer = Buffer.from('ba00-########');
    writeHex(buffer, 5, scramble(123));
    expect(buffer.toString()).toBe(idText('ba00', 123));
  });
});
