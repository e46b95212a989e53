import type { OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import { CliStage } from './testing/cli-stage.ts';
import type { Storer } from './testing/storer.ts';

jest.setTimeout(90_000);

describe('redoubt stream rewind', () => {
  let stage: CliStage;
  let storer: Storer;
  let orgId: OrgId;
  beforeAll(async () => {
    stage = await CliStage.open();
    orgId = await stage.createOrg('acme');
    await stage.createOrg('quiet');
    storer = await stage.startStorer();
    await stage.append(orgId, [{ externalId: 'a' }, { externalId: 'b' }]);
    await stage.append(orgId, [{ externalId: 'c', severity: 'critical' }], 'p');
    await untilStored('a', 'b', 'c');
  });
  afterAll(() => stage.close());

  async function untilStored(...wanted: string[]): Promise<void> {
    const isSo = async (): Promise<boolean> => (await stored()).length >= wanted.length;
    await waitFor(isSo, { timeoutMs: 20_000 });
    expect(await stored()).toEqual(wanted);
  }

  async function stored(): Promise<string[]> {
    const rows = await stage.database.database.query<{ external_id: string }>(
      'SELECT external_id FROM events ORDER BY external_id',
    );
    return rows.map((row) => row.external_id);
  }

  const rewind = (...more: string[]) => stage.run(['stream', 'rewind', ...more, '--json']);
  const streamsOf = (run: { json(): Record<string, unknown> }) => (run.json() as { streams: object[] }).streams;

  it('finds nothing where PostgreSQL has all that was acknowledged', async () => {
    const run = await rewind('--dry-run');
    expect([run.code, streamsOf(run)]).toEqual([0, []]);
  });

  it('does nothing while a writer is at work, whose next events would hide what lies before them', async () => {
    const run = await rewind('--yes');
    expect([run.code, run.stderr]).toEqual([7, expect.stringContaining('db-writer is running')]);
    expect((await rewind()).code).toBe(2);
  });

  it('has stored again, once, what a restored PostgreSQL lacks', async () => {
    await storer.close();
    // As a backup has it that was made before the first event.
    await stage.database.database.query('DELETE FROM events');
    await stage.database.database.query(
      'UPDATE stream_positions SET last_entry_ms = 0, last_entry_seq = 0, last_index = -1',
    );
    const wanted = [
      expect.objectContaining({ organization: 'acme', lane: 's', stored: '0-0', isPartGone: false }),
      expect.objectContaining({ organization: 'acme', lane: 'p', stored: '0-0', isPartGone: false }),
    ];
    expect(streamsOf(await rewind('--dry-run'))).toEqual(wanted);
    const done = await rewind('--yes', '--reason', 'of the spec');
    expect([done.code, streamsOf(done)]).toEqual([0, wanted]);
    expect(streamsOf(await rewind('--dry-run'))).toEqual([]);
    await stage.append(orgId, [{ externalId: 'd' }]);
    storer = await stage.startStorer();
    await untilStored('a', 'b', 'c', 'd');
    const audited = await stage.database.database.query(`SELECT reason FROM audit_log WHERE action = 'stream.rewound'`);
    expect(audited).toEqual([{ reason: 'of the spec' }]);
  });

  it('names the streams that hold no longer what PostgreSQL has lost, and does not end well', async () => {
    const stream = orgKeys(orgId).eventsStream();
    const settled = async (): Promise<boolean> =>
      ((await stage.redis.call('XPENDING', stream, ['db_writer'])) as [number])[0] === 0;
    await waitFor(settled);
    await storer.close();
    await stage.redis.call('XTRIM', stream, ['MAXLEN', 0]);
    await stage.database.database.query(
      "UPDATE stream_positions SET last_entry_ms = 1, last_entry_seq = 0, last_index = 0 WHERE lane = 's'",
    );
    const gone = { organization: 'acme', lane: 's', stored: '1-0', from: null, upTo: null, isPartGone: true };
    const run = await rewind('--yes');
    expect([run.code, streamsOf(run)]).toEqual([4, [expect.objectContaining(gone)]]);
    expect((await rewind('--dry-run')).code).toBe(0);
  });
});
