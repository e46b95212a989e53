import { readFile } from 'node:fs/promises';
import { RetryableError } from '@redoubt/contracts';
import { z } from 'zod';
import type { FeedConfig } from './feed-config.ts';

/** Media type of TAXII 2.1 (OASIS TAXII 2.1, section 1.6.8). */
const MEDIA_TYPE = 'application/taxii+json;version=2.1';
const OBJECTS_PER_PAGE = 1_000;
const MAX_PAGE_BYTES = 32 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

const envelopeSchema = z.object({
  more: z.boolean().default(false),
  next: z.string().optional(),
  objects: z.array(z.record(z.string(), z.unknown())).default([]),
});

/** One answer of a collection. */
export interface TaxiiPage {
  objects: Record<string, unknown>[];
  /** Where the next page begins; absent on the last. */
  next?: string;
  /** When the newest of its objects came to the collection, as the server says it. */
  addedLast?: string;
}

/**
 * Asks a collection for the next indicators.
 *
 * @param from.addedAfter  `addedLast` of an earlier poll
 * @throws RetryableError when the server cannot be reached, refuses, or gives what is no TAXII
 */
export async function readTaxiiPage(
  feed: FeedConfig,
  from: { addedAfter?: string | undefined; next?: string | undefined },
  signal: AbortSignal,
): Promise<TaxiiPage> {
  const url = new URL(feed.url);
  url.searchParams.set('match[type]', 'indicator');
  url.searchParams.set('limit', String(OBJECTS_PER_PAGE));
  if (from.addedAfter !== undefined) url.searchParams.set('added_after', from.addedAfter);
  if (from.next !== undefined) url.searchParams.set('next', from.next);
  try {
    const headers = { accept: MEDIA_TYPE, ...(await authorizationOf(feed)) };
    // Credentials are for this server: it may not send them on to another.
    const timed = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const answer = await fetch(url, { headers, redirect: 'error', signal: timed });
    const text = await textOf(answer);
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const { more, next, objects } = envelopeSchema.parse(JSON.parse(text));
    const addedLast = answer.headers.get('x-taxii-date-added-last');
    return {
      objects,
      ...(more && next !== undefined ? { next } : {}),
      ...(addedLast === null ? {} : { addedLast }),
    };
  } catch (error) {
    throw new RetryableError('the collection cannot be read', { cause: error });
  }
}

async function authorizationOf({ user, passwordFile, tokenFile }: FeedConfig): Promise<Record<string, string>> {
  if (tokenFile !== undefined) return { authorization: `Bearer ${await secretOf(tokenFile)}` };
  if (user === undefined || passwordFile === undefined) return {};
  const basic = Buffer.from(`${user}:${await secretOf(passwordFile)}`).toString('base64');
  return { authorization: `Basic ${basic}` };
}

async function secretOf(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
}

/** @throws Error for more than MAX_PAGE_BYTES; the rest is not read */
async function textOf(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of answer.body ?? []) {
    sizeBytes += part.byteLength;
    if (sizeBytes > MAX_PAGE_BYTES) throw new Error(`the answer is larger than ${MAX_PAGE_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
