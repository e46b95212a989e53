import { formatBytes, formatCount, formatCounted, formatRate, formatShare, formatShort } from './format-number.ts';

test('counts have their thousands apart', () => {
  expect(formatCount(12_345)).toBe('12,345');
  expect(formatCounted(1, 'alert')).toBe('1 alert');
  expect(formatCounted(12_345, 'alert')).toBe('12,345 alerts');
  expect(formatCounted(2, 'reply', 'replies')).toBe('2 replies');
});

test.each([
  [0, '0'],
  [0.25, '0.3'],
  [950, '950'],
  [1_234, '1.2 k'],
  [12_345, '12 k'],
  [34_000_000, '34 M'],
])('%d is %s for short', (value, text) => {
  expect(formatShort(value)).toBe(text);
});

test('rates, sizes and shares', () => {
  expect(formatRate(1_234)).toBe('1.2 k/s');
  expect(formatBytes(512)).toBe('512 B');
  expect(formatBytes(1_572_864)).toBe('1.5 MiB');
  expect(formatShare(0.956)).toBe('96 %');
  expect(formatShare(0.0081)).toBe('0.8 %');
  expect(formatShare(0)).toBe('0 %');
});
