import { createBodyDigest } from './body-digest.ts';

it('tells bodies apart by every byte and by their length', async () => {
  const digest = await createBodyDigest();
  const body = Buffer.alloc(2_000, 'event');
  const all = new Set([
    digest(body),
    digest(body.subarray(1)),
    digest(body.subarray(0, 1_999)),
    digest(Buffer.alloc(0)),
  ]);
  for (let at = 0; at < body.length; at += 97) {
    const other = Buffer.from(body);
    other[at] = (other[at] ?? 0) ^ 1;
    all.add(digest(other));
  }
  expect(all.size).toBe(4 + Math.ceil(2_000 / 97));
  expect(digest(Buffer.from(body))).toBe(digest(body));
});
