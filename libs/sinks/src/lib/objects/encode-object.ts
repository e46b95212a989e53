import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { SinkOf } from '@redoubt/rulebook';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { SinkItem } from '../sink-item.ts';

const compress = promisify(gzip);

/** An object for a store, and how it is to be labelled. */
export interface EncodedObject {
  body: Buffer;
  /** End of its name. */
  suffix: string;
  headers: Readonly<Record<string, string>>;
}

type Encoder = (items: readonly SinkItem[]) => EncodedObject | Promise<EncodedObject>;

const ENCODERS: Readonly<Record<SinkOf<'s3'>['format'], Encoder>> = {
  gzip: async (items) => ({
    body: await compress(items.map(({ text }) => `${text}\n`).join('')),
    suffix: '.ndjson.gz',
    headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
  }),
  parquet: (items) => ({
    body: Buffer.from(parquetWriteBuffer({ columnData: columnsOf(items), createdBy: 'Redoubt' })),
    suffix: '.parquet',
    headers: { 'content-type': 'application/vnd.apache.parquet' },
  }),
};

/** Makes one object of the items of a batch: lines in gzip, or Apache Parquet with Snappy. */
export async function encodeObject(format: SinkOf<'s3'>['format'], items: readonly SinkItem[]): Promise<EncodedObject> {
  return ENCODERS[format](items);
}

/** What is searched by stands in columns of its own; the whole item, as the sink's mapping says it, is `body`. */
function columnsOf(items: readonly SinkItem[]): Parameters<typeof parquetWriteBuffer>[0]['columnData'] {
  const of = <T>(value: (item: SinkItem) => T): T[] => items.map(value);
  return [
    { name: 'id', type: 'STRING', nullable: false, data: of(({ id }) => id) },
    { name: 'org_id', type: 'STRING', nullable: false, data: of(({ orgId }) => orgId) },
    { name: 'stream', type: 'STRING', nullable: false, data: of(({ stream }) => stream) },
    { name: 'time', type: 'TIMESTAMP', nullable: false, data: of(({ atMs }) => new Date(atMs)) },
    { name: 'severity', type: 'STRING', nullable: false, data: of(({ severity }) => severity) },
    { name: 'kind', type: 'STRING', nullable: false, data: of(({ kind }) => kind) },
    { name: 'asset', type: 'STRING', data: of(({ asset }) => asset ?? null) },
    { name: 'body', type: 'STRING', nullable: false, data: of(({ text }) => text) },
  ];
}
