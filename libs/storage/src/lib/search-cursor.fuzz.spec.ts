import { PermanentError } from '@redoubt/contracts';
import { fuzzDecoder } from '@redoubt/test-kit/fuzz';
import { decodeCursor, encodeCursor } from './search-cursor.ts';

it('a cursor of a search is ours or refused', async () => {
  const seeds = [encodeCursor({ eventTimeMs: 1_763_800_000_000, eventId: 's-1763800000000-0-3' })];
  const { refused } = await fuzzDecoder({
    ...{ name: 'cursors of searches', seeds, isRefusal: (error: unknown) => error instanceof PermanentError },
    decode: (input) => {
      const place = decodeCursor(input.toString());
      expect(decodeCursor(encodeCursor(place))).toEqual(place);
      return true;
    },
  });
  expect(refused).toBeGreaterThan(0);
});
