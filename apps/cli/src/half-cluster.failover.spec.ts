import { CliStage } from './testing/cli-stage.ts';

jest.setTimeout(90_000);

describe('redoubt while a Redis master is down', () => {
  let stage: CliStage;
  beforeAll(async () => {
    stage = await CliStage.open();
    for (const name of ['alfa', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot']) await stage.createOrg(name);
    const [node] = stage.cluster.nodes;
    if (node === undefined) throw new Error('the cluster has no nodes');
    await stage.cluster.kill9(node);
  });
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
