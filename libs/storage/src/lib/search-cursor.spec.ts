import { decodeCursor, encodeCursor } from './search-cursor.ts';

describe('search cursor', () => {
  test('round trip', () => {
    const place = { eventTimeMs: -5, eventId: 's-1700000000000-0-12' };
    expect(decodeCursor(encodeCursor(place))).toEqual(place);
  });

  test.each([
    ...['', 'x'],
    ...['1 a; DROP', 'a b', '9999999999999999 x', '-9999999999999999 x'].map((text) =>
      Buffer.from(text).toString('base64url'),
    ),
  ])('refuses %j', (text) => {
    expect(() => decodeCursor(text)).toThrow('not a search cursor');
  });
});
