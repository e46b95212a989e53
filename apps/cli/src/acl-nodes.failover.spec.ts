import { NodesStage } from './testing/nodes-stage.ts';

jest.setTimeout(120_000);
const users = ['--users', 'security_readonly,acl-manager'];
const because = ['--reason', 'spec', '--yes'];

describe('redoubt acl while a node does not answer', () => {
  let stage: NodesStage;
  beforeAll(async () => {
    stage = await NodesStage.open({ replicas: 1, clusterNodeTimeoutMs: 1_000 });
  });
  afterAll(() => stage.close());

  it('changes nothing anywhere, or leaves the node out and says so', async () => {
    const dead = stage.node(3);
    await stage.cluster.kill9(dead);
    const plan = await stage.run(['acl', 'plan', ...users, '--json']);
    expect(plan.code).toBe(4);
    expect(plan.json()).toMatchObject({ canApply: true, down: [{ address: dead.address }] });
    const refused = await stage.run(['acl', 'apply', ...users, ...because]);
    expect(refused).toMatchObject({ code: 6, stdout: '' });
    expect(refused.stderr).toContain(`nothing was done: 1 node did not answer\n  ${dead.address}`);
    expect(await stage.node(0).admin.call('ACL', 'USERS')).toEqual(['default']);

    const partly = await stage.run(['acl', 'apply', ...users, '--skip-down', ...because]);
    expect(partly.code).toBe(4);
    expect(partly.stdout).toContain('not done everywhere: run it again once the cause is mended');
    expect(partly.stdout).toMatch(new RegExp(`${dead.address} .*left out`));
    const diff = await stage.run(['acl', 'diff', ...users]);
    expect(diff.code).toBe(4);
    expect(diff.stderr).toContain(`${dead.address} was not measured`);

    await stage.cluster.restart(dead);
    const missing = await stage.run(['acl', 'diff', ...users]);
    expect(missing.code).toBe(7);
    expect(missing.stdout).toMatch(new RegExp(`security_readonly +missing +${dead.address}`));
    await stage.ok('acl', 'apply', ...users, ...because);
    await stage.ok('acl', 'diff', ...users);
  });

  it('is told by the health check, with what is not measured', async () => {
    const healthy = await stage.run(['health', ...users, '--json']);
    const statusOf = (run: typeof healthy, id: string): string | undefined =>
      (run.json().checks as { checkId: string; status: string }[]).find(({ checkId }) => checkId === id)?.status;
    expect(statusOf(healthy, 'avail.nodes')).toBe('pass');
    expect(statusOf(healthy, 'avail.replication')).toBe('pass');
    expect(healthy.json().nodes).toHaveLength(6);
    process.kill(stage.node(4).pid, 'SIGSTOP');
    try {
      const run = await stage.run(['health', ...users, '--json']);
      expect([3, 4]).toContain(run.code);
      expect(['fail', 'not_measured']).toContain(statusOf(run, 'avail.nodes'));
      expect(statusOf(run, 'acl.no-drift')).toBe('not_measured');
    } finally {
      process.kill(stage.node(4).pid, 'SIGCONT');
    }
  });
});

describe('redoubt acl on servers without an aclfile', () => {
  it('plans nothing that a restart would undo', async () => {
    const stage = await NodesStage.open({ extraArgs: ['--aclfile', ''] });
    try {
      const run = await stage.run(['acl', 'apply', ...users, ...because]);
      expect(run).toMatchObject({ code: 7, stdout: '' });
      expect(run.stderr).toContain('has no aclfile: its users would be lost at a restart');
      expect(await stage.node(0).admin.call('ACL', 'USERS')).toEqual(['default']);
    } finally {
      await stage.close();
    }
  });
});
