import { join } from 'node:path';
import { freePort, waitFor } from '@redoubt/test-kit';
import { CliStage } from './testing/cli-stage.ts';
import { startFakeGateway } from './testing/fake-gateway.ts';

jest.setTimeout(240_000);

/** As the chart has them: CLUSTER SLOTS names host names then, and CLUSTER NODES, without TLS, IPs. */
const HOST_NAMES = ['--cluster-announce-hostname', 'localhost', '--cluster-preferred-endpoint-type', 'hostname'];

describe('redoubt drill failover', () => {
  let stage: CliStage;
  let url: string;
  let keyFile: string;
  beforeAll(async () => {
    stage = await CliStage.open({ replicas: 1, clusterNodeTimeoutMs: 2_000, extraArgs: HOST_NAMES });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    keyFile = join(stage.temp.path, 'canary.key');
    await stage.startService('db-writer', { EXPECTED_GROUPS: 'db_writer' });
    await stage.startService('ingest-gateway', { HTTP_HOST: '127.0.0.1', HTTP_PORT: String(port) });
    expect(await stage.runAsAdmin(['canary', 'setup', '--out', keyFile])).toMatchObject({ code: 0 });
  });
  afterAll(() => stage.close());

  const drill = (...more: string[]) => stage.runAsAdmin(['drill', 'failover', ...more, '--json']);
  const roles = async (): Promise<string[]> => (await stage.cluster.masters()).map(({ address }) => address).sort();
  const kept = () =>
    stage.database.database.query('SELECT kind, actor, passed, faults FROM drills ORDER BY finished_at');

  it('says who would take over from whom, and does nothing', async () => {
    const before = await roles();
    const run = await drill('--dry-run');
    expect(run).toMatchObject({ code: 0 });
    const { failovers } = run.json() as { failovers: { from: string; to: string }[] };
    expect(failovers.map(({ from }) => from).sort()).toEqual(before);
    for (const { to } of failovers) expect(before).not.toContain(to);
    expect(await roles()).toEqual(before);
    expect(await kept()).toEqual([]);
    expect((await drill()).code).toBe(2);
  });

  it('hands every master over and back, loses nothing, and keeps the figures as evidence', async () => {
    const before = await roles();
    const run = await drill('--yes', '--url', url, '--key-file', keyFile, '--most', '20s', '--reason', 'of the spec');
    expect(run.stderr).toBe('');
    const result = run.json() as { figures: Record<string, number>; drillId: string };
    expect([run.code, result]).toEqual([0, expect.objectContaining({ isPassed: true, faults: [] })]);
    expect(result.figures).toMatchObject({ failovers: 6, writesLost: 0, eventsLost: 0, eventsDuplicated: 0 });
    expect(result.figures.writes).toBeGreaterThan(50);
    expect(result.figures.eventsAccepted).toBeGreaterThan(5);
    expect(await roles()).toEqual(before);
    expect(await kept()).toEqual([{ kind: 'failover', actor: 'olga', passed: true, faults: [] }]);
    const audited = await stage.database.database.query(
      `SELECT action, actor, reason FROM audit_log WHERE target_kind = 'drill' AND target_id = $1`,
      [result.drillId],
    );
    expect(audited).toEqual([{ action: 'drill.failover', actor: 'olga', reason: 'of the spec' }]);
  });

  it('fails when the gateway takes nothing any more, however early that began', async () => {
    const gate = await startFakeGateway(async ({ path, headers, body }, number) => {
      if (number >= 3) return { status: 503, body: { title: 'no master' } };
      const { authorization = '', 'idempotency-key': key } = headers;
      const sent = { authorization, 'content-type': 'application/json', 'idempotency-key': String(key) };
      return { status: (await fetch(new URL(path, url), { method: 'POST', headers: sent, body })).status };
    });
    const run = await drill('--yes', '--url', gate.url, '--key-file', keyFile, '--most', '3s');
    await gate.close();
    const { figures, faults } = run.json() as { figures: Record<string, number>; faults: string[] };
    expect(run.code).toBe(3);
    expect(figures).toMatchObject({ failovers: 6, eventsAccepted: 3, eventsLost: 0 });
    expect(figures.longestAcceptGapMs).toBeGreaterThan(3_000);
    expect(faults).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^no event was taken after the last failover: 503 .*no master/),
        expect.stringMatching(/^events waited for \d+ ms$/),
      ]),
    );
    expect((await kept()).at(-1)).toMatchObject({ passed: false, faults });
  });

  it('keeps a drill that is stopped in its middle as a failed one', async () => {
    const run = await drill('--yes', '--url', url, '--key-file', keyFile, '--timeout', '2s');
    const { isPassed, faults } = run.json() as { isPassed: boolean; faults: string[] };
    expect([run.code, isPassed]).toEqual([3, false]);
    expect(faults).toContainEqual(expect.stringMatching(/: interrupted$/));
    expect((await kept()).at(-1)).toMatchObject({ passed: false, faults });
    await stage.cluster.untilOk();
  });

  it('refuses while a master has no replica that follows', async () => {
    const before = await kept();
    const [master] = await stage.cluster.masters();
    if (master === undefined) throw new Error('no master');
    const replica = await stage.cluster.replicaOf(master);
    await replica.kill9();
    const refused = await waitFor(async () => {
      const run = await drill('--yes', '--url', url, '--key-file', keyFile);
      return run.stderr.includes(master.address) && run;
    });
    expect(refused.code).toBe(7);
    await stage.cluster.restart(replica);
    await waitFor(async () => (await drill('--dry-run')).code === 0, { timeoutMs: 20_000, intervalMs: 500 });
    expect(await kept()).toEqual(before);
  });
});
