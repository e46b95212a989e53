import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { createTempDir, freePort, ManagedProcess, waitFor, type TempDir } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import { ROOT } from './testing/helm.ts';

const SCRIPTS = join(ROOT, 'charts/redis-cluster/files');
const DAY_MS = 86_400_000;
const UP = { timeoutMs: 60_000, intervalMs: 200 };

/** A node with its keeper, whose certificate is replaced as cert-manager does it. */
describe('the certificate of a node of the redis-cluster chart', () => {
  const running: ManagedProcess[] = [];
  let temp: TempDir;
  let port: number;

  beforeAll(async () => {
    temp = createTempDir('redis-certificate');
    port = await freePort();
    for (const folder of ['bin', 'secrets', 'tls', 'data']) mkdirSync(join(temp.path, folder));
    for (const user of ['admin', 'acl-manager']) writeFileSync(join(temp.path, 'secrets', user), `first-${user}`);
    writeFileSync(join(temp.path, 'bin/getent'), '#!/bin/sh\necho "127.0.0.1 $2"\n', { mode: 0o755 });
  });
  afterAll(async () => {
    await Promise.all(running.map((one) => one.stop({ timeoutMs: 10_000 })));
    temp.remove();
  });

  const tls = (name: string): string => join(temp.path, 'tls', name);
  function env(): NodeJS.ProcessEnv {
    return {
      PATH: `${join(temp.path, 'bin')}:${process.env.PATH}`,
      ...{ DATA_DIR: join(temp.path, 'data'), OWN_CONF: join(temp.path, 'own.conf') },
      ...{ SECRETS_DIR: join(temp.path, 'secrets'), TLS_DIR: join(temp.path, 'tls'), TLS_CLIENTS: 'yes' },
      ...{ NODE_NAMES: 'node-0.redis.test', NODE_ORDINAL: '0', MASTERS: '1', PORT: String(port) },
      ...{ KEEP_INTERVAL_SECONDS: '0.2', NODE_ADDRESS: '127.0.0.1', BIND: '127.0.0.1' },
    };
  }

  async function replaceCertificate(authority: TestAuthority, days: number): Promise<void> {
    const made = await authority.writeFiles(join(temp.path, 'made'), 'tls', { notAfterMs: Date.now() + days * DAY_MS });
    for (const file of [made.caFile, made.keyFile, made.certFile]) {
      copyFileSync(file, tls(file.slice(file.lastIndexOf('/') + 1)));
    }
  }

  /** Days that the certificate which the node shows holds; undefined while it does not answer. */
  function servedDays(): Promise<number | undefined> {
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    socket.once('secureConnect', () => {
      resolve(Math.round((Date.parse(socket.getPeerCertificate().valid_to) - Date.now()) / DAY_MS));
    });
    socket.on('error', () => resolve(undefined));
    return promise.finally(() => socket.destroy());
  }

  it('is read again when it was renewed, without a restart', async () => {
    const authority = await TestAuthority.create();
    await replaceCertificate(authority, 30);
    for (const script of ['start.sh', 'keep-cluster.sh']) {
      const logFile = join(temp.path, `${script}.log`);
      running.push(
        await ManagedProcess.launch({
          ...{ command: 'sh', args: [join(SCRIPTS, script)], cwd: temp.path, env: env(), logFile },
        }),
      );
    }
    await waitFor(async () => (await servedDays()) === 30, { ...UP, what: 'the first certificate' });
    await replaceCertificate(authority, 90);
    await waitFor(async () => (await servedDays()) === 90, { ...UP, what: 'the renewed certificate' });
    expect(running.every(({ isRunning }) => isRunning)).toBe(true);
  }, 150_000);
});
