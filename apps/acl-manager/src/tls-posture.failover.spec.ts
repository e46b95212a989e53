import { waitFor, type RedisNode } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import { ManagerStage } from './testing/start-app.ts';

const timeoutMs = 20_000;

describe('TLS as acl-manager sees it', () => {
  it('is measured by handshakes, certificates and settings of every node', async () => {
    const admin = { username: 'admin', password: 'of who sets the servers up' };
    const stage = await ManagerStage.open({ tls: await TestAuthority.create(), admin });
    try {
      const login = { REDIS_USERNAME: admin.username, REDIS_PASSWORD: admin.password };
      await stage.start({ ...login, ACL_USERS: 'session_store', ACL_IGNORED_USERS: admin.username });
      const ofTransport = (): Record<string, string> =>
        Object.fromEntries(
          stage.manager
            .posture()
            .checks.filter(({ checkId }) => checkId.startsWith('tls.'))
            .map(({ checkId, status }) => [checkId, status]),
        );
      await waitFor(() => ofTransport()['tls.cert-names'] === 'pass', { timeoutMs });
      expect(ofTransport()).toEqual({
        ...{ 'tls.plaintext-off': 'pass', 'tls.bus': 'pass', 'tls.replication': 'pass', 'tls.clients': 'pass' },
        ...{ 'tls.protocols': 'pass', 'tls.cert-expiry': 'pass', 'tls.cert-names': 'pass' },
      });
      // What it tries itself is no refusal of anybody.
      const anonymous = stage.manager.posture().checks.find(({ checkId }) => checkId === 'auth.anonymous-refused');
      expect(anonymous).toMatchObject({ status: 'pass', evidence: 'refused (6 nodes)' });
      const { atMs } = stage.manager.posture();
      await waitFor(() => stage.manager.posture().atMs > atMs + 1_000, { timeoutMs });
      expect(await stage.metrics.read('redis_denied_total', { reason: 'anonymous' })).toBe(0);
      // A setting alone proves nothing, and none of it goes unseen.
      const node = stage.cluster.nodes[0] as RedisNode;
      await node.admin.call('CONFIG', 'SET', 'tls-replication', 'no');
      await waitFor(() => ofTransport()['tls.replication'] === 'fail', { timeoutMs });
      // A node that is gone serves no certificate any more.
      const gone = stage.cluster.nodes[5] as RedisNode;
      const notAfter = (): Promise<number> =>
        stage.metrics.read('redis_tls_not_after_timestamp_seconds', { node: gone.address });
      await waitFor(async () => (await notAfter()) > 0, { timeoutMs });
      await gone.kill9();
      await waitFor(async () => (await notAfter()) === 0, { timeoutMs });
    } finally {
      await stage.close();
    }
  }, 60_000);
});
