import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAuditRecord, type AuditRecord } from '@redoubt/acl';
import type { SecurityReply } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import { connectRedis, OutcomeUnknownError, RedisUnavailableError, type RedisClient } from '@redoubt/redis';
import { waitFor, type RedisNode } from '@redoubt/test-kit';
import { nodesOf, testLogger } from '@redoubt/worker-test-kit';
import { ManagerStage } from './testing/start-app.ts';

const timeoutMs = 60_000;
const admin = { username: 'admin', password: 'of who sets the servers up' };

/** The small form of `npm run chaos -- rotation`. */
describe('rotation of every password under load, with a master that dies in the middle', () => {
  it('fails no command beyond what the failover explains, and proves that nobody has an old password', async () => {
    const stage = await ManagerStage.open({ admin });
    const clients: RedisClient[] = [];
    try {
      const first = 'first password';
      for (const node of stage.cluster.nodes) {
        await node.admin.call('ACL', 'SETUSER', 'acl-manager', 'on', `>${first}`, 'allkeys', '+@all');
      }
      await stage.start({
        ...{ REDIS_USERNAME: 'acl-manager', REDIS_PASSWORD: first, ACL_USERS: 'session_store' },
        ...{ MANAGE_REPLICATION: '1', ACL_DEFAULT_USER: 'off', ACL_IGNORED_USERS: 'admin' },
      });
      await waitFor(() => stage.manager.posture().nodes.every(({ isAsDeclared }) => isAsDeclared), { timeoutMs });
      const clientOf = async (username: string): Promise<RedisClient> => {
        const passwordFile = join(stage.temp.path, username);
        const credentials = { username, password: readFileSync(passwordFile, 'utf8') };
        const options = { nodes: nodesOf(stage.cluster.addresses), credentials, passwordFile };
        const client = await connectRedis(options, { log: testLogger() });
        clients.push(client);
        return client;
      };
      const service = await clientOf('session_store');
      const asking = await clientOf('acl-manager');

      const failures: unknown[] = [];
      let isDone = false;
      let commands = 0;
      const load = (async () => {
        while (!isDone) {
          const batch = Array.from({ length: 12 }, (_, i) => `session:${i}`).map((key) => ({
            ...{ name: 'SET', key, args: [key, '1'], retry: 'definite' as const },
          }));
          failures.push(...(await service.batch(batch)).filter((reply) => reply !== 'OK'));
          commands += batch.length;
        }
      })();

      const requestId = randomUUID();
      const request = { action: 'rotate', requestId, actor: 'spec', reason: 'under load' };
      await asking.call('XADD', clusterKeys.aclRequests(), ['*', 'request', JSON.stringify(request)]);
      const records = async (): Promise<AuditRecord[]> =>
        (await stage.manager.audit.newest(1_000)).map(({ text }) => parseAuditRecord(text) as AuditRecord);
      const rotated = async (): Promise<AuditRecord[]> =>
        (await records()).filter(({ kind }) => kind === 'rotation_done');
      await waitFor(async () => (await rotated()).length > 0, { timeoutMs });
      const master = await stage.cluster.masterOfKey('session:1');
      await master.kill9();
      await waitFor(async () => (await stage.cluster.masterOfKey('session:1')) !== master, { timeoutMs });
      await master.start();
      const reply = (await waitFor(
        async () => {
          const text = await asking.call('GET', clusterKeys.aclReply(requestId), [], { retry: 'free' });
          const found = text === null ? undefined : (JSON.parse(String(text)) as SecurityReply);
          return found?.state === 'done' && found;
        },
        { timeoutMs },
      )) as SecurityReply;
      expect(reply).toMatchObject({ ok: true });
      expect(new Set((await rotated()).map(({ user }) => user))).toEqual(
        new Set(['session_store', 'replication', 'acl-manager']),
      );
      expect((await rotated()).every(({ detail }) => detail.olderConnections === 0)).toBe(true);
      await waitFor(async () => (await stage.metrics.read('acl_digests')) === 1, { timeoutMs });
      isDone = true;
      await load;
      const isOfFailover = (error: unknown): boolean =>
        error instanceof OutcomeUnknownError || error instanceof RedisUnavailableError;
      expect(failures.filter((error) => !isOfFailover(error))).toEqual([]);
      expect(commands).toBeGreaterThan(100);
      expect(await stage.manager.audit.verify()).toMatchObject({ fault: null });
      expect((await (master as RedisNode).admin.info('replication')).includes('role:slave')).toBe(true);
    } finally {
      for (const client of clients) await client.close();
      await stage.close();
    }
  }, 180_000);
});
