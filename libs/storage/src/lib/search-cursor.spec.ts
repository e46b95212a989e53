import { decodeCursor, encodeCursor } from './search-cursor.ts';

describe('search cursor', () => {
  test('round trip', () => {
    const place = { eventTimeMs: -5, eventId: 's-1700000000000-0-12' };
    expect(decodeCursor(encodeCursor(place))).toEqual(place);
  });

  test.each(['', 'x', Buffer.from('1 a; DROP').toString('base64url'), Buffer.from('a b').toString('base64url')])(
    'refuses %j',
    (text) => {
      expect(() => decodeCursor(text)).toThrow('not a search cursor');
    },
  );
});
