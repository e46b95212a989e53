import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir, startRedisCluster, type CertificateFiles, type RedisCluster } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import { runCommand, type CliRun } from './testing/run-command.ts';

jest.setTimeout(120_000);
const temp = createTempDir('cli-cert');
let cluster: RedisCluster;
let files: CertificateFiles;
beforeAll(async () => {
  cluster = await startRedisCluster({ tls: await TestAuthority.create() });
  files = cluster.clientTls as CertificateFiles;
});
afterAll(async () => {
  await cluster.stop();
  temp.remove();
});

function run(args: readonly string[], env: Record<string, string> = {}): Promise<CliRun> {
  return runCommand(args, { env: { REDOUBT_DATA_DIR: temp.path, ...env } });
}

function tlsEnv(): Record<string, string> {
  const { caFile, certFile, keyFile } = files;
  const own = { REDIS_TLS_CA_FILE: caFile, REDIS_TLS_CERT_FILE: certFile, REDIS_TLS_KEY_FILE: keyFile };
  return { REDIS_NODES: cluster.nodes[0]?.address ?? '', REDIS_TLS: '1', ...own };
}

describe('redoubt cert check', () => {
  it('looks at every node with the settings of services', async () => {
    const all = await run(['cert', 'check', '--days', '0', '--json'], tlsEnv());
    expect(all).toMatchObject({ code: 0, stderr: '' });
    expect(all.json()).toMatchObject({ schemaVersion: 1, isGood: true, unseen: [] });
    expect(all.json().certificates).toHaveLength(3);
    const soon = await run(['cert', 'check', '--days', '3650'], tlsEnv());
    expect(soon.code).toBe(3);
    expect(soon.stdout).toMatch(/fewer than 3650 days left/);
    const list = await run(['acl', 'list', '--json'], tlsEnv());
    expect(list).toMatchObject({ code: 0 });
  });

  it('tells whom clients would refuse, and what shows no certificate', async () => {
    const address = cluster.nodes[1]?.address ?? '';
    const untrusted = await run(['cert', 'check', address, '--days', '0']);
    expect(untrusted.code).toBe(3);
    expect(untrusted.stdout).toMatch(/its CA is not|signed by itself/);
    const named = await run([
      'cert',
      'check',
      address,
      '--days',
      '0',
      '--ca',
      files.caFile,
      '--servername',
      'elsewhere',
    ]);
    expect(named.stdout).toContain('it is not for this name');
    const partly = await run(['cert', 'check', address, '127.0.0.1:1', '--days', '0', '--ca', files.caFile]);
    expect(partly).toMatchObject({ code: 4, stderr: '127.0.0.1:1: nothing listens there\n' });
    const plain = await run(['cert', 'check'], { REDIS_NODES: '127.0.0.1:1' });
    expect(plain).toMatchObject({ code: 2, stderr: expect.stringContaining('without TLS') as string });
  });

  it('reads files, and sees a key that others may read', async () => {
    expect((await run(['cert', 'check', files.certFile, '--days', '0'])).code).toBe(0);
    const both = join(temp.path, 'both.pem');
    writeFileSync(both, readFileSync(files.certFile, 'utf8') + readFileSync(files.keyFile, 'utf8'), { mode: 0o644 });
    const open = await run(['cert', 'check', both, '--days', '0']);
    expect(open).toMatchObject({ code: 3 });
    expect(open.stdout).toContain('the private key in it may be read by others');
    const none = await run(['cert', 'check', files.keyFile, join(temp.path, 'absent')]);
    expect(none.code).toBe(6);
    expect(none.stderr).toContain('no certificate in PEM form');
  });
});
