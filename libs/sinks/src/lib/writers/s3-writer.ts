import { createHash } from 'node:crypto';
import aws4 from 'aws4';
import type { SinkOf } from '@redoubt/rulebook';
import { isAnswer, isSuccess, readRefusal, SinkHttp, type SinkReach } from '../http/sink-http.ts';
import { encodeObject } from '../objects/encode-object.ts';
import type { SendResult, SinkItem, SinkWriter } from '../sink-item.ts';

/**
 * Objects of gzip-compressed lines or of Parquet in an S3-compatible store,
 * `<prefix><org>/dt=2026-11-22/hour=13/<first id>-<hash>.ndjson.gz`. The name says what is in it: the same batch, sent again, replaces the object it made.
 */
export class S3Writer implements SinkWriter {
  readonly #sink: SinkOf<'s3'>;
  readonly #http: SinkHttp;

  constructor(sink: SinkOf<'s3'>, reach: SinkReach) {
    this.#sink = sink;
    this.#http = new SinkHttp(reach, sink);
  }

  async send(items: readonly SinkItem[], signal: AbortSignal): Promise<SendResult> {
    const { url, bucket, prefix, region, format, accessKeyId, secretAccessKey } = this.#sink;
    const { body, suffix, headers: labels } = await encodeObject(format, items);
    const target = new URL(url);
    const path = `${target.pathname.replace(/\/$/, '')}/${bucket}/${prefix}${objectName(items)}${suffix}`;
    const signed = aws4.sign(
      {
        ...{ service: 's3', region, host: target.host, method: 'PUT', path, body },
        headers: {
          ...labels,
          'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
        },
      },
      { accessKeyId, secretAccessKey },
    );
    const headers = Object.fromEntries(
      Object.entries(signed.headers ?? {}).flatMap(([name, value]) =>
        name.toLowerCase() === 'host' || value === undefined ? [] : [[name, String(value)]],
      ),
    );
    const answer = await this.#http.ask(`${target.origin}${path}`, { method: 'PUT', body, headers }, signal);
    if (!isAnswer(answer)) return answer;
    if (isSuccess(answer)) return { kind: 'sent' };
    const refusal = readRefusal(answer);
    // What is in an object is never what a store minds.
    return refusal.kind === 'refused' ? { kind: 'retry', detail: refusal.detail } : refusal;
  }

  close(): Promise<void> {
    return this.#http.close();
  }
}

function objectName(items: readonly SinkItem[]): string {
  const [first] = items;
  if (first === undefined) throw new TypeError('an object has at least one item');
  const at = new Date(first.atMs).toISOString();
  const hash = createHash('sha256');
  for (const { id } of items) hash.update(id).update('\n');
  const folder = `${first.orgId}/dt=${at.slice(0, 10)}/hour=${at.slice(11, 13)}`;
  return `${folder}/${first.id.slice(first.orgId.length + 1)}-${hash.digest('hex').slice(0, 16)}`;
}
