import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newOrgId } from '@redoubt/contracts';
import { sinkSchema, type SinkOf } from '@redoubt/rulebook';
import type { SinkItem } from '../sink-item.ts';
import { FileWriter, takeBack } from './file-writer.ts';

const orgId = newOrgId();
const item = (text: string): SinkItem => ({
  ...{ id: text, stream: 'events', orgId, atMs: 0, severity: 'low', kind: 'x', text },
});

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'redoubt-file-sink-'))));
afterEach(() => rmSync(dir, { recursive: true }));

test('half a line that a killed process left spoils no other', async () => {
  const file = join(dir, orgId, 'out.ndjson');
  mkdirSync(join(dir, orgId));
  appendFileSync(file, '{"a":1}\n{"b":');
  const given = { type: 'file', sinkId: newOrgId(), name: 'f', fileName: 'out.ndjson' };
  const writer = new FileWriter(sinkSchema.parse(given) as SinkOf<'file'>, {
    ...{ isPrivateAllowed: false, timeoutMs: 1_000, fileDir: dir },
  });
  expect(await writer.send([item('{"c":3}'), item('{"d":4}')])).toEqual({ kind: 'sent' });
  expect(await writer.send([item('{"e":5}')])).toEqual({ kind: 'sent' });
  await writer.close();
  expect(readFileSync(file, 'utf8')).toBe('{"a":1}\n{"b":\n{"c":3}\n{"d":4}\n{"e":5}\n');
});

test.each([
  ['what was written of a text is taken back', 'kept\n', 'of a te', 'kept\n'],
  ['what another worker wrote meanwhile is not', 'kept\n', 'another\n', 'kept\nanother\n'],
  ['nor what stands before it', 'kept\n', 'another\nof a te', 'kept\nanother\nof a te'],
  ['nor what stands behind it', 'kept\n', 'of a textanother\n', 'kept\nof a textanother\n'],
])('%s', async (_, before, written, left) => {
  const file = join(dir, 'out');
  appendFileSync(file, before + written);
  const handle = await open(file, 'a+');
  await takeBack(handle, before.length, 'of a text');
  await handle.close();
  expect(readFileSync(file, 'utf8')).toBe(left);
});
