import { randomUUID } from 'node:crypto';
import { sinkSchema } from './sink-settings.ts';

const common = { sinkId: randomUUID(), name: 'n' };
const file = { ...common, type: 'file', fileName: 'events.ndjson' };
const s3 = {
  ...{ ...common, type: 's3', url: 'https://s3.example.org', bucket: 'siem' },
  ...{ accessKeyId: 'id', secretAccessKey: 'key' },
};
const search = { ...common, type: 'elasticsearch', url: 'https://es.example.org', index: 'redoubt' };
const isTaken = (given: object): boolean => sinkSchema.safeParse(given).success;

it('takes plain names', () => {
  expect([file, s3, search].map(isTaken)).toEqual([true, true, true]);
});

it.each(['..', '../x', '/etc/passwd', 'a/b', String.raw`a\b`, '.ssh', '', 'a\0b', 'a\n', 'ä', '-x', 'x'.repeat(101)])(
  'a file named %j leads nowhere',
  (fileName) => expect(isTaken({ ...file, fileName })).toBe(false),
);

it.each(['..', '../other', 'a/b', 'A', 'a b', 'x?y', 'x#y', 'a\n'])('no bucket or index is named %j', (name) => {
  expect([isTaken({ ...s3, bucket: name }), isTaken({ ...search, index: name })]).toEqual([false, false]);
});

it.each(['..', '../other/', 'a/../../other/', './', 'a/.', 'a?b', 'a#b', '%2e%2e/', String.raw`..\x`, 'a\n'])(
  'no prefix %j leads out of its bucket',
  (prefix) => expect(isTaken({ ...s3, prefix })).toBe(false),
);

it.each(['', 'a/', 'logs/..a/b..c/', '.hidden/x', 'a...'])('a prefix may be %j', (prefix) => {
  expect(isTaken({ ...s3, prefix })).toBe(true);
});

it.each(['x.example', 'ftp://x.example', 'file:///etc/passwd', 'https://user:pw@x.example', 'javascript:alert(1)'])(
  'nothing is sent to %j',
  (url) => expect([isTaken({ ...s3, url }), isTaken({ ...search, url })]).toEqual([false, false]),
);

it('knows no settings but those of its type', () => {
  expect(isTaken({ ...file, url: 'https://x.example' })).toBe(false);
  expect(isTaken({ ...search, orgId: randomUUID() })).toBe(false);
});
