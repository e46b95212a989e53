import { newOrgId } from '@redoubt/contracts';
import type { StreamEvent } from '@redoubt/stream';
import { newTally } from '../send-all.ts';
import { mapEvents } from './map-events.ts';

test('one event that cannot be mapped is counted, and the others are mapped', () => {
  const event = (entryId: string, line: string): StreamEvent => ({
    ...{ lane: 's', entryId, index: 0, eventId: `s-${entryId}-0`, line: Buffer.from(line), acceptedAtMs: 1 },
    ...{ fields: { eventType: 'x', severity: 'low' }, value: {} },
  });
  const tally = newTally();
  const items = mapEvents('raw', newOrgId(), [event('1-0', '{}'), event('2-0', '{\n'), event('3-0', '{}')], tally);
  expect(items.map(({ id }) => id.slice(-7))).toEqual(['s-1-0-0', 's-3-0-0']);
  expect([...tally.dead]).toEqual([[expect.stringMatching(/^it cannot be mapped: /), 1]]);
});
