import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrgId } from '@redoubt/contracts';
import { searchEvents } from '@redoubt/storage';
import { waitFor } from '@redoubt/test-kit';
import { CliStage } from './testing/cli-stage.ts';

jest.setTimeout(180_000);
let stage: CliStage;
let orgId: OrgId;

const event = (id: string, more: object): object => ({
  ...{ eventType: 'network_connection', severity: 'low', externalId: id, eventTimeMs: Date.now() - 60_000 },
  ...more,
});

beforeAll(async () => {
  stage = await CliStage.open();
  orgId = await stage.createOrg('acme');
  await stage.startStorer();
  await stage.append(orgId, [
    event('a', { sourceIp: '203.0.113.9' }),
    event('b', { destinationIp: '198.51.100.77', payload: { port: 443 } }),
    event('c', { message: 'fetched http://www.bad.example.org/x', payload: { port: '443' } }),
    event('d', { payload: { file: { md5: 'D41D8CD98F00B204E9800998ECF8427E' } } }),
    event('e', { sourceIp: '192.0.2.1' }),
  ]);
  await waitFor(async () => (await searchEvents(stage.database.database, orgId, {})).events.length === 5, {
    timeoutMs: 20_000,
  });
});
afterAll(() => stage.close());

function file(name: string, text: string): string {
  const path = join(stage.temp.path, name);
  writeFileSync(path, text);
  return path;
}

interface MatchJson {
  events: number;
  isComplete: boolean;
  matches: { field: string; indicator: { value: string; list: string; threat?: string } }[];
}

const matchesOf = async (...more: string[]): Promise<MatchJson> =>
  (await stage.ok('intel', 'match', '--org', 'acme', ...more, '--json')).json() as unknown as MatchJson;

describe('redoubt intel', () => {
  it('stores lists, says what they hold, and looks back over what is stored', async () => {
    const csv = file('blocklist.csv', 'ip,threat\n203.0.113.9,scanner\n198.51.100.0/24,botnet\nnonsense,x\n');
    const first = (await stage.ok('intel', 'import', csv, '--org', 'acme', '--json')).json();
    expect(first).toMatchObject({
      ...{ list: 'blocklist', format: 'csv', indicators: 2, kinds: { ip: 1, network: 1 }, isNew: true },
      skipped: { unusable: 1 },
    });
    const pattern = "[domain-name:value = 'bad.example.org']";
    const bundle = { type: 'bundle', objects: [{ type: 'indicator', pattern, pattern_type: 'stix', name: 'loader' }] };
    await stage.ok('intel', 'import', file('feed.json', JSON.stringify(bundle)), '--org', 'acme', '--name', 'feed');
    const attribute = { type: 'md5', value: 'd41d8cd98f00b204e9800998ecf8427e', to_ids: true };
    const misp = { Event: { info: 'campaign', Attribute: [attribute] } };
    await stage.ok('intel', 'import', file('misp.json', JSON.stringify(misp)), '--org', 'acme');

    const found = await matchesOf();
    expect(found).toMatchObject({ events: 5, isComplete: true });
    expect(
      found.matches.map(({ field, indicator }) => `${indicator.list} ${field} ${indicator.value}`).toSorted(),
    ).toEqual([
      'blocklist destinationIp 198.51.100.0/24',
      'blocklist sourceIp 203.0.113.9',
      'feed message bad.example.org',
      'misp payload.file.md5 d41d8cd98f00b204e9800998ecf8427e',
    ]);
    expect(await matchesOf('--limit', '1')).toMatchObject({ isComplete: false, matches: [expect.anything()] });
    const table = await stage.ok('intel', 'match', '--org', 'acme');
    expect(table.stdout).toContain('4 matches in 5 events for 4 indicators');
  });

  it('replaces a list as a whole, and removes it, with a word in the audit log', async () => {
    const again = file('blocklist.csv', '192.0.2.1\n');
    const run = (await stage.ok('intel', 'import', again, '--org', 'acme', '--json')).json();
    expect(run).toMatchObject({ isNew: false, indicators: 1 });
    expect((await matchesOf('--list', 'blocklist')).matches.map(({ indicator }) => indicator.value)).toEqual([
      '192.0.2.1',
    ]);
    expect((await stage.ok('intel', 'list', '--org', 'acme')).stdout).toMatch(/\nblocklist +csv +1 /);
    await stage.ok('intel', 'remove', 'blocklist', '--org', 'acme', '--actor', 'zoe', '--reason', 'stale');
    const { entries } = (await stage.ok('audit', 'tail', '--org', 'acme', '--by', 'zoe', '--json')).json() as {
      entries: unknown[];
    };
    expect(entries).toMatchObject([{ action: 'intel.removed', reason: 'stale', before: { indicators: 1 } }]);
  });

  it('keeps organisations apart', async () => {
    await stage.createOrg('other');
    const lists = (await stage.ok('intel', 'list', '--org', 'other', '--json')).json();
    expect(lists).toMatchObject({ lists: [] });
  });

  it.each([
    ['what is not there', ['intel', 'remove', 'none', '--org', 'acme'], 2, 'no list "none"'],
    ['a file that is not there', ['intel', 'import', '/nonexistent.csv', '--org', 'acme'], 2, 'cannot be read'],
  ])('refuses %s', async (_name, args, code, text) => {
    const run = await stage.run(args);
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toContain(text);
  });

  it('refuses a file without indicators, and one that is not of its format', async () => {
    for (const [name, text] of [
      ['empty.csv', 'nothing here\n'],
      ['half.json', '{"objects":'],
    ] as const) {
      const run = await stage.run(['intel', 'import', file(name, text), '--org', 'acme']);
      expect(run).toMatchObject({ code: 3, stdout: '' });
    }
  });
});

describe('redoubt events fields', () => {
  it('tells fields that mean nothing and those that change their type', async () => {
    const run = (await stage.ok('events', 'fields', '--org', 'acme', '--json')).json() as { fields: object[] };
    expect(run).toMatchObject({ events: 5, sources: [{ source: 'json', events: 5 }] });
    expect(run.fields).toContainEqual(
      expect.objectContaining({
        field: 'payload.port',
        types: { string: 1, number: 1 },
        isUnmapped: true,
        hasDrift: true,
      }),
    );
    expect(run.fields).not.toContainEqual(expect.objectContaining({ field: 'sourceIp' }));
  });
});
