import { gunzipSync } from 'node:zlib';
import { newOrgId } from '@redoubt/contracts';
import { parquetReadObjects } from 'hyparquet';
import type { SinkItem } from '../sink-item.ts';
import { encodeObject } from './encode-object.ts';

const orgId = newOrgId();
const items = Array.from({ length: 2_500 }, (_, i): SinkItem => ({
  ...{ id: `${orgId}-s-1-0-${i}`, stream: 'events', orgId, atMs: 1_700_000_000_123 + i, severity: 'low', kind: 'x' },
  ...(i % 2 === 0 ? { asset: `wéb-${i}` } : {}),
  text: JSON.stringify({ i, message: 'ünïcode "quoted" 😀' }),
}));

test('Parquet holds every item, readable by another library', async () => {
  const { body, suffix, headers } = await encodeObject('parquet', items);
  expect([suffix, headers]).toEqual(['.parquet', { 'content-type': 'application/vnd.apache.parquet' }]);
  expect(body.length).toBeLessThan(items.reduce((sum, { text }) => sum + text.length, 0));
  const file = body.buffer.slice(body.byteOffset, body.byteOffset + body.length) as ArrayBuffer;
  const rows = await parquetReadObjects({ file });
  expect(rows).toEqual(
    items.map(({ id, stream, atMs, severity, kind, asset, text }) => ({
      ...{ id, org_id: orgId, stream, time: new Date(atMs), severity, kind, asset: asset ?? null, body: text },
    })),
  );
});

test('gzip holds a line per item', async () => {
  const { body, suffix } = await encodeObject('gzip', items);
  expect(suffix).toBe('.ndjson.gz');
  expect(gunzipSync(body).toString()).toBe(items.map(({ text }) => `${text}\n`).join(''));
});
