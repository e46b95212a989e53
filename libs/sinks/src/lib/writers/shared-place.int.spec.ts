import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newOrgId, type OrgId } from '@redoubt/contracts';
import { sinkSchema, type SinkOf } from '@redoubt/rulebook';
import { FaultSink } from '../../testing/fault-sink.ts';
import type { SinkItem } from '../sink-item.ts';
import { FileWriter } from './file-writer.ts';
import { S3Writer } from './s3-writer.ts';

const [acme, other] = [newOrgId(), newOrgId()];
const reach = { isPrivateAllowed: true, timeoutMs: 5_000 };
const never = new AbortController().signal;

/** An event of each organisation that has the same id and time, and says whose it is. */
const itemOf = (orgId: OrgId): SinkItem => ({
  ...{ id: `${orgId}-s-1763900000000-0-0`, stream: 'events', orgId, atMs: 1_763_900_000_000, severity: 'low' },
  ...{ kind: 'x', text: JSON.stringify({ orgId, eventId: 's-1763900000000-0-0' }) },
});

describe('two organisations that name one place', () => {
  let store: FaultSink;
  beforeEach(async () => {
    store = await FaultSink.start();
  });
  afterEach(() => store.close());

  it.each([
    ['none', ''],
    ['one of its own', 'archive/'],
    ['the folder of the other', `${acme}/`],
  ])('write each its own objects in a bucket, also when the second has for a prefix %s', async (_, prefix) => {
    const settings = { url: store.url(), bucket: 'shared', accessKeyId: 'id', secretAccessKey: 'secret' };
    const writerOf = (given: object): S3Writer => {
      const sink = { type: 's3', sinkId: newOrgId(), name: 's', ...settings, ...given };
      return new S3Writer(sinkSchema.parse(sink) as SinkOf<'s3'>, reach);
    };
    // The first says nothing of a prefix: the second tries to write where the first does.
    const writers = [
      { orgId: acme, writer: writerOf({}) },
      { orgId: other, writer: writerOf({ prefix }) },
    ];
    for (const { orgId, writer } of writers) {
      expect(await writer.send([itemOf(orgId)], never)).toEqual({ kind: 'sent' });
      await writer.close();
    }
    const [first, second] = store.requests;
    expect(first?.path).toMatch(new RegExp(`^/shared/${acme}/dt=2025-11-23/hour=12/`));
    expect(second?.path).toMatch(new RegExp(`^/shared/${prefix}${other}/dt=2025-11-23/hour=12/`));
    expect(first?.path).not.toBe(second?.path);
  });

  it('write each to a file of its own in the folder of the installation', async () => {
    const fileDir = mkdtempSync(join(tmpdir(), 'redoubt-shared-'));
    const settings = { type: 'file', sinkId: newOrgId(), name: 'f', fileName: 'out.ndjson' };
    const sink = sinkSchema.parse(settings) as SinkOf<'file'>;
    for (const orgId of [acme, other]) {
      const writer = new FileWriter(sink, { ...reach, fileDir });
      expect(await writer.send([itemOf(orgId)])).toEqual({ kind: 'sent' });
      await writer.close();
    }
    expect(readdirSync(fileDir).toSorted()).toEqual([acme, other].toSorted());
    for (const orgId of [acme, other]) {
      expect(readFileSync(join(fileDir, orgId, 'out.ndjson'), 'utf8')).toBe(`${itemOf(orgId).text}\n`);
    }
    rmSync(fileDir, { recursive: true });
  });
});
