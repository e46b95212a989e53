import type { OrgId } from '@redoubt/contracts';
import { clusterKeys, orgKeys, partitionOf } from '@redoubt/key-schema';
import { CliStage } from './testing/cli-stage.ts';

jest.setTimeout(90_000);

describe('redoubt while a Redis master is down', () => {
  let stage: CliStage;
  beforeAll(async () => {
    stage = await CliStage.open();
    const one = await stage.createOrg('alfa');
    for (const name of ['bravo', 'charlie', 'delta', 'echo', 'foxtrot']) await stage.createOrg(name);
    const needed = mastersOf(one);
    const node = stage.cluster.nodes.find(({ address }) => !needed.has(address));
    if (node === undefined) throw new Error('every node is needed');
    await stage.cluster.kill9(node);
  });

  /** Where it stands that there is such an organisation, and its streams: two masters of three. */
  const mastersOf = (orgId: OrgId): ReadonlySet<string | undefined> =>
    new Set(
      [clusterKeys.orgRegistry(partitionOf(orgId)), orgKeys(orgId).eventsStream()].map((key) =>
        stage.redis.masterOf(key),
      ),
    );

  afterAll(() => stage.close());

  it('sums up what the others know and says that it is not all', async () => {
    const run = await stage.run(['lag', '--json']);
    expect(run.code).toBe(4);
    expect(run.json()).toMatchObject({ isComplete: false, groups: [{ group: 'db_writer' }] });
    expect(run.stderr).toMatch(/^not everything could be read, so the sums are too low: .*\n$/);
  });

  it('gives no verdict on half the books', async () => {
    const run = await stage.run(['ledger']);
    expect(run).toMatchObject({ code: 6, stdout: '' });
    expect(run.stderr).toContain('Redis cannot be reached');
  });
});
