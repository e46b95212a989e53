import { readFile } from 'node:fs/promises';
import { RetryableError } from '@redoubt/contracts';
import { z } from 'zod';
import type { FeedConfig } from './feed-config.ts';
import type { FeedConnection } from './feed-connection.ts';

/** Media type of TAXII 2.1 (OASIS TAXII 2.1, section 1.6.8). */
const MEDIA_TYPE = 'application/taxii+json;version=2.1';
const OBJECTS_PER_PAGE = 1_000;

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
  { feed, connection }: { feed: FeedConfig; connection: FeedConnection },
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
    const answer = await connection.get(url, headers, signal);
    const { more, next, objects } = envelopeSchema.parse(JSON.parse(answer.text));
    const addedLast = answer.header('x-taxii-date-added-last');
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
