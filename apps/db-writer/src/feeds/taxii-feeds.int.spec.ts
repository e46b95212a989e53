import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newOrgId, systemClock } from '@redoubt/contracts';
import {
  connectDatabase,
  listIntelLists,
  migrate,
  readIntelCursor,
  readIntelIndicators,
  type Database,
} from '@redoubt/storage';
import { startPostgres, waitFor, type Postgres } from '@redoubt/test-kit';
import { testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { createContextMetrics } from '../context/context-metrics.ts';
import { readFeeds } from './feed-config.ts';
import { TaxiiFeeds } from './taxii-feeds.ts';

/** A collection that stands for a TAXII 2.1 server: two objects a page, `added_after`, `next`, Basic authentication. */
class Collection {
  readonly objects: { added: string; object: object }[] = [];
  readonly asked: URL[] = [];
  /** The next page that begins there fails once. */
  brokenAt: number | undefined;
  /** `next` is one text for all pages of a query; without places remembered it gives the second page for ever. */
  scroll: 'remembered' | 'stuck' | undefined;
  #scrolledTo = 0;
  #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://taxii');
      this.asked.push(url);
      const basic = Buffer.from('reader:s3cret').toString('base64');
      if (request.headers.authorization !== `Basic ${basic}` || !request.headers.accept?.includes('taxii+json')) {
        response.writeHead(401).end();
        return;
      }
      const start = this.#startOf(url.searchParams.get('next'));
      if (start > 0 && start === this.brokenAt) {
        this.brokenAt = undefined;
        response.writeHead(500).end();
        return;
      }
      const after = url.searchParams.get('added_after') ?? '';
      const found = this.objects.filter(({ added }) => added > after);
      const page = found.slice(start, start + 2);
      const more = found.length > start + 2;
      const last = page.at(-1)?.added;
      response.writeHead(200, {
        'content-type': 'application/taxii+json;version=2.1',
        ...(last === undefined ? {} : { 'x-taxii-date-added-last': last }),
      });
      const objects = page.map(({ object }) => object);
      response.end(JSON.stringify({ more, ...(more ? { next: this.scroll ?? String(start + 2) } : {}), objects }));
    });
  }

  #startOf(next: string | null): number {
    if (this.scroll === undefined || next === null) this.#scrolledTo = 0;
    else if (this.scroll === 'remembered' || this.#scrolledTo === 0) this.#scrolledTo += 2;
    return this.scroll === undefined ? Number(next ?? 0) : this.#scrolledTo;
  }

  add(minute: number, pattern: string, more: object = {}): void {
    const added = `2026-11-22T10:0${minute}:00Z`;
    this.objects.push({ added, object: { type: 'indicator', pattern_type: 'stix', pattern, ...more } });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/api1/collections/c1/objects/`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const orgId = newOrgId();
const collection = new Collection();
let folder: string;
let postgres: Postgres;
let database: Database;
let configFile: string;

beforeAll(async () => {
  postgres = await startPostgres();
  database = await connectDatabase({ url: postgres.url });
  await migrate(database);
  await database.query(
    `INSERT INTO organizations (id, name, display_name, events_per_second, bytes_per_second, expected_groups)
     VALUES ($1, 'acme', 'Acme', 1, 1, '{db_writer}')`,
    [orgId],
  );
  folder = mkdtempSync(join(tmpdir(), 'taxii-'));
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, 's3cret\n');
  const url = await collection.listen();
  configFile = join(folder, 'feeds.json');
  const place = { organization: orgId, list: 'partner', url, allowPrivate: true };
  const feed = { ...place, user: 'reader', passwordFile, everyMinutes: 1 };
  writeFileSync(configFile, JSON.stringify([{ ...feed, list: 'broken', url: `${url}x`, user: 'nobody' }, feed]));
});
afterAll(async () => {
  collection.close();
  await database.close();
  await postgres.stop();
  rmSync(folder, { recursive: true });
});

function startFeeds(shiftMs = 0) {
  const metrics = testMetrics();
  const clock = { now: () => systemClock.now() + shiftMs, monotonicMs: () => systemClock.monotonicMs() };
  const deps = { database, log: testLogger(), clock, metrics: createContextMetrics(metrics) };
  const feeds = new TaxiiFeeds(deps, { feeds: readFeeds(configFile), intervalMs: 50 });
  feeds.start();
  const polls = (result: string) => metrics.read('db_feed_polls_total', { result });
  return { feeds, polls };
}
const values = async (): Promise<string[]> =>
  (await readIntelIndicators(database, orgId)).map(({ kind, value }) => `${kind} ${value}`).toSorted();

it('polls all pages once, then goes on behind them; what is revoked leaves, and a broken feed holds up no other', async () => {
  for (let n = 1; n <= 5; n++) collection.add(n, `[ipv4-addr:value = '203.0.113.${n}']`, { confidence: 80 });
  const first = startFeeds();
  await waitFor(async () => (await first.polls('polled')) === 1);
  await waitFor(async () => (await first.polls('failed')) > 1);
  await first.feeds.close();
  expect(await values()).toHaveLength(5);
  expect(await listIntelLists(database, orgId)).toMatchObject([
    { name: 'partner', indicators: 5, importedBy: 'system:taxii' },
  ]);
  expect(await readIntelCursor(database, orgId, 'partner')).toMatchObject({ cursor: '2026-11-22T10:05:00Z' });

  collection.add(6, "[domain-name:value = 'bad.example.org']");
  collection.add(7, "[ipv4-addr:value = '203.0.113.1']", { revoked: true });
  const second = startFeeds(61_000);
  await waitFor(async () => (await second.polls('polled')) > 0);
  await second.feeds.close();
  expect(await values()).toEqual(['domain bad.example.org', ...[2, 3, 4, 5].map((n) => `ip 203.0.113.${n}`)]);
  const asked = collection.asked.filter((url) => url.searchParams.has('added_after'));
  expect(asked[0]?.searchParams.get('added_after')).toBe('2026-11-22T10:05:00Z');
  expect(asked[0]?.searchParams.get('match[type]')).toBe('indicator');
});

it('takes out what ended, and goes on where a poll broke off although all came in one instant', async () => {
  collection.add(8, "[ipv4-addr:value = '203.0.113.2']", { valid_until: '2026-01-01T00:00:00Z' });
  for (let n = 1; n <= 5; n++) collection.add(8, `[ipv4-addr:value = '198.51.100.${n}']`);
  collection.brokenAt = 4;
  const third = startFeeds(122_000);
  await waitFor(async () => (await third.polls('polled')) > 0);
  await third.feeds.close();
  expect(collection.brokenAt).toBeUndefined();
  expect(await values()).toEqual([
    'domain bad.example.org',
    ...[1, 2, 3, 4, 5].map((n) => `ip 198.51.100.${n}`),
    ...[3, 4, 5].map((n) => `ip 203.0.113.${n}`),
  ]);
  expect(await readIntelCursor(database, orgId, 'partner')).toMatchObject({ cursor: '2026-11-22T10:08:00Z' });
});

it('reads a server to its end that has one next for all pages, and not one that gives a page again', async () => {
  for (let n = 1; n <= 7; n++) collection.add(9, `[ipv4-addr:value = '192.0.2.${n}']`);
  collection.scroll = 'stuck';
  const stuck = startFeeds(183_000);
  // With the feed that is always broken: two of each look.
  await waitFor(async () => (await stuck.polls('failed')) > 4);
  await stuck.feeds.close();
  expect(await stuck.polls('polled')).toBe(0);
  expect((await values()).filter((value) => value.startsWith('ip 192.0.2.'))).toHaveLength(4);

  collection.scroll = 'remembered';
  const fourth = startFeeds(183_000);
  await waitFor(async () => (await fourth.polls('polled')) > 0);
  await fourth.feeds.close();
  expect((await values()).filter((value) => value.startsWith('ip 192.0.2.'))).toHaveLength(7);
  expect(await readIntelCursor(database, orgId, 'partner')).toMatchObject({ cursor: '2026-11-22T10:09:00Z' });
});

it('refuses a file that makes no sense', () => {
  writeFileSync(configFile, '[{"organization":"acme","list":"l","url":"ftp://x"}]');
  expect(() => readFeeds(configFile)).toThrow('TAXII_FEEDS_FILE');
});

it.each([
  'http://taxii.example/objects/',
  'https://10.1.2.3/objects/',
  'https://[::1]/objects/',
  'https://u:p@t.example/',
])('refuses a feed at %s unless it says that it may lie inside', (url) => {
  writeFileSync(configFile, JSON.stringify([{ organization: orgId, list: 'l', url }]));
  expect(() => readFeeds(configFile)).toThrow(/TAXII_FEEDS_FILE: [\s\S]*"allowPrivate": true/);
});
