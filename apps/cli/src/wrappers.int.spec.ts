import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { join } from 'node:path';

const tools = join(import.meta.dirname, '../../../tools');

function run(script: string, ...args: string[]): SpawnSyncReturns<string> {
  const env = { PATH: process.env.PATH, REDOUBT_DATA_DIR: '/nonexistent', REDIS_NODES: '127.0.0.1:1' };
  return spawnSync(join(tools, script), args, { encoding: 'utf8', env, cwd: '/', timeout: 20_000 });
}

describe('scripts with the words of the requirements', () => {
  it('manage users', () => {
    expect(run('manage_acl.sh', '--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('rotate [user]') as string,
    });
    expect(run('manage_acl.sh')).toMatchObject({ status: 2 });
    expect(run('manage_acl.sh', 'explode')).toMatchObject({ status: 2, stdout: '' });
    expect(run('manage_acl.sh', 'list')).toMatchObject({
      status: 6,
      stderr: expect.stringContaining('Redis cannot be reached') as string,
    });
    expect(run('manage_acl.sh', 'revoke', 'a b')).toMatchObject({ status: 2 });
  });

  it('check health without a question where nobody sits', () => {
    const check = run('security_health_check.sh');
    expect(check).toMatchObject({ status: 6, stdout: '' });
    expect(run('security_health_check.sh', '--help').stdout).toContain('redoubt health');
  });

  it('investigate and report', () => {
    expect(run('security_incident_response.sh')).toMatchObject({ status: 2, stdout: '' });
    expect(run('security_incident_response.sh', 'explode')).toMatchObject({ status: 2, stdout: '' });
    expect(run('security_incident_response.sh', '--type', 'explode')).toMatchObject({ status: 2, stdout: '' });
    expect(run('security_incident_response.sh', 'help').stdout).toContain('auth_failure_spike');
    expect(run('generate_compliance_report.sh', '--format', 'doc')).toMatchObject({ status: 2, stdout: '' });
    expect(run('generate_compliance_report.sh', '--help').stdout).toContain('--framework');
  });
});
