import { waitFor, type RedisNode } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import { ManagerStage } from './testing/start-app.ts';

const timeoutMs = 20_000;

describe('TLS as acl-manager sees it', () => {
  it('is measured by handshakes, certificates and settings of every node', async () => {
    const stage = await ManagerStage.open({ tls: await TestAuthority.create() });
    try {
      await stage.start({ ACL_USERS: 'session_store' });
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
      // A setting alone proves nothing, and none of it goes unseen.
      const { admin } = stage.cluster.nodes[0] as RedisNode;
      await admin.call('CONFIG', 'SET', 'tls-replication', 'no');
      await waitFor(() => ofTransport()['tls.replication'] === 'fail', { timeoutMs });
    } finally {
      await stage.close();
    }
  }, 60_000);
});
