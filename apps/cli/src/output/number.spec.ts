import { counted, formatBytes, formatCount } from './number.ts';

test('numbers are grouped, counted and sized for people', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567');
  expect(formatCount(-3)).toBe('-3');
  expect([counted(1, 'event'), counted(0, 'event'), counted(2_000, 'entry', 'entries')]).toEqual([
    '1 event',
    '0 events',
    '2,000 entries',
  ]);
  expect([formatBytes(999), formatBytes(223_200), formatBytes(20_000_000)]).toEqual(['999 B', '223.2 kB', '20.0 MB']);
});
