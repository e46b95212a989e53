import { localInputOf, momentOfInput } from './time-input.ts';

const atMs = Date.UTC(2026, 10, 22, 6, 45, 12);

test('a moment goes into a field and comes back, in either zone', () => {
  expect(localInputOf(atMs, 'utc')).toBe('2026-11-22T06:45:12');
  for (const zone of ['utc', 'local'] as const) expect(momentOfInput(localInputOf(atMs, zone), zone)).toBe(atMs);
});

test('fields leave seconds out where they are zero', () => {
  expect(momentOfInput('2026-11-22T06:45', 'utc')).toBe(atMs - 12_000);
});

test('an empty field is no time', () => {
  expect(momentOfInput('', 'utc')).toBeUndefined();
  expect(momentOfInput('nonsense', 'local')).toBeUndefined();
});
