import { subjectHash } from './subject-hash.ts';

describe('subjectHash', () => {
  test('is pinned: readers and writers of a key must agree for years', () => {
    expect(subjectHash('')).toBe('e3b0c44298fc1c149afbf4c8996fb924');
    expect(subjectHash('web-1')).toMatch(/^[0-9a-f]{32}$/);
  });

  test('hostile text becomes a plain word', () => {
    for (const text of ['}*{', 'a\0b', '\ud800', 'x'.repeat(10_000)])
      expect(subjectHash(text)).toMatch(/^[0-9a-f]{32}$/);
  });
});
