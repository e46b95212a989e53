import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { RedisCredentials } from '@redoubt/redis';
import { createTempDir, waitFor, type RedisNode } from '@redoubt/test-kit';
import { connectControl, ensureDemoOrg, type Control, type DemoOrg } from '@redoubt/tools/dev/demo-org.ts';
import { Stack } from '@redoubt/tools/dev/stack.ts';
import { Redis } from 'ioredis';
import { ROOT } from './run-tool.ts';

jest.setTimeout(180_000);

const PLATFORM = 'platform';

function connectTo({ host, port }: RedisNode, login: RedisCredentials | undefined = undefined): Redis {
  const redis = new Redis({ host, port, ...login, protocol: 2, enableReadyCheck: false, retryStrategy: () => null });
  redis.on('error', () => undefined);
  return redis;
}

describe('the product watches its own Redis', () => {
  const temp = createTempDir('redis-security-e2e');
  chmodSync(temp.path, 0o755);
  const logDir = join(temp.path, 'logs');
  const stack = new Stack({ root: ROOT, logDir, platformOrganization: PLATFORM });
  let control: Control;
  let platform: DemoOrg;

  beforeAll(async () => {
    await stack.startServers();
    control = await connectControl(stack);
    platform = await ensureDemoOrg(control, PLATFORM);
    await stack.startApps(['db-writer', 'alert-engine']);
  });
  afterAll(async () => {
    await control.close();
    await stack.stop();
    temp.remove();
  });

  it('raises alerts of users changed by hand, of guessed passwords and of refused commands, and removes the user', async () => {
    const [node, other] = stack.redis?.nodes ?? [];
    if (node === undefined || other === undefined) throw new Error('no cluster of our own');
    const users = async (): Promise<string[]> => (await node.admin.call('ACL', 'USERS')) as string[];
    await node.admin.call('ACL', 'SETUSER', 'intruder', 'on', 'nopass', '~*', '+@all');
    await waitFor(async () => !(await users()).includes('intruder'), { timeoutMs: 10_000 });

    const guesser = connectTo(other);
    for (let n = 0; n < 15; n++) await guesser.call('AUTH', 'dashboard', `guess ${n}`).catch(() => undefined);
    guesser.disconnect();
    const thief = connectTo(node, stack.operatorLogin());
    for (let n = 0; n < 25; n++) await thief.call('FLUSHALL').catch(() => undefined);
    thief.disconnect();

    const alerts = await waitFor(
      async () => {
        const rows = await control.database.query<{ rule_id: string; user: string | null }>(
          `SELECT rule_id, "user" FROM alerts WHERE org_id = $1 AND rule_id LIKE 'redoubt_redis_%' ORDER BY rule_id`,
          [platform.organization.id],
        );
        return rows.length >= 3 && rows;
      },
      { timeoutMs: 60_000 },
    );
    expect(alerts).toMatchObject([
      { rule_id: 'redoubt_redis_auth_failures' },
      { rule_id: 'redoubt_redis_commands_denied' },
      { rule_id: 'redoubt_redis_user_changed', user: 'intruder' },
    ]);
    // Copied into PostgreSQL at intervals, perhaps after the alerts are there.
    const copied = await waitFor(
      async () => {
        const rows = await control.database.query<{ kind: string }>(
          `SELECT DISTINCT kind FROM security_audit WHERE kind IN ('users_drifted', 'spike', 'login_failed') ORDER BY kind`,
        );
        return rows.length === 3 && rows;
      },
      { timeoutMs: 60_000 },
    );
    expect(copied.map(({ kind }) => kind)).toEqual(['login_failed', 'spike', 'users_drifted']);
  });
});
