import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { appendAudit } from '@redoubt/storage';
import { freePort, waitFor, type RedisNode } from '@redoubt/test-kit';
import { Redis } from 'ioredis';
import { EvidenceStage } from './testing/evidence-stage.ts';
import { RuleServer } from './testing/rule-server.ts';

const DAY_MS = 86_400_000;
const timeoutMs = 30_000;
const SINK_ID = '0b6b6c1e-50a5-4f7e-9a53-6d2b3f9f1a01';

/** How a check is made to fail on what is real, and set right again. */
interface Case {
  break: () => Promise<unknown>;
  repair: () => Promise<unknown>;
}

describe('checks on a real cluster', () => {
  let stage: EvidenceStage;
  let prometheus: RuleServer;
  const opened: Redis[] = [];
  beforeAll(async () => {
    stage = await EvidenceStage.open();
    await stage.publish();
    // A service as it should be: somebody has to be there whose rights nodes are asked about.
    await everywhere('ACL', 'SETUSER', 'health_monitor', 'reset', 'on', '>password of a spec', '~x', '+get');
    await everywhere('ACL', 'SAVE');
    // A secret that is sealed, kept before the period; a sink that has taken all there is; a Prometheus with every alert.
    await sql(
      "INSERT INTO notification_channels (org_id, channel_id, name, type, is_enabled, doc, secret, updated_at, updated_by) VALUES ($1, gen_random_uuid(), 'sealed', 'webhook', true, '{}', decode('01aa', 'hex'), now() - interval '60 days', 'x')",
      stage.orgId,
    );
    await sql(
      "INSERT INTO sinks (org_id, sink_id, name, type, is_enabled, group_name, doc, updated_at, updated_by) VALUES ($1, $2, 'archive', 'file', true, 'siem_forwarder', '{}', now() - interval '60 days', 'x')",
      stage.orgId,
      SINK_ID,
    );
    prometheus = await RuleServer.start();
    stage.prometheusUrl = prometheus.url;
  }, 90_000);
  afterAll(async () => {
    for (const redis of opened) redis.disconnect();
    await Promise.all([prometheus?.close(), stage.close()]);
  });

  const admin = (index: number) => stage.node(index).admin;
  const set = (...pairs: string[]) => admin(1).call('CONFIG', 'SET', ...pairs);
  const settings = (name: string, bad: string, good: string): Case => ({
    break: () => set(name, bad),
    repair: () => set(name, good),
  });
  const sql = (text: string, ...values: unknown[]) => stage.database.database.query(text, values);
  /** On every node alike, so that nothing else differs. */
  const everywhere = (...words: [string, ...string[]]) =>
    Promise.all(stage.cluster.nodes.map((node) => node.admin.call(...words)));
  const user = (name: string, ...rules: string[]): Case => ({
    break: () => everywhere('ACL', 'SETUSER', name, 'reset', 'on', '>password of a spec', '~x', ...rules),
    repair: () => everywhere('ACL', 'DELUSER', name),
  });
  const records = (bad: string, good: string): Case => ({
    break: () => sql(bad.replaceAll('$org', `'${stage.orgId}'`)),
    repair: () => sql(good.replaceAll('$org', `'${stage.orgId}'`)),
  });
  const unguarded = (text: string): string =>
    `ALTER TABLE audit_log DISABLE TRIGGER USER; ${text}; ALTER TABLE audit_log ENABLE TRIGGER USER`;
  const stagePart = <K extends 'policy' | 'clock' | 'lastRunAtMs'>(
    name: K,
    bad: (good: EvidenceStage[K]) => EvidenceStage[K],
  ): Case => {
    let good: EvidenceStage[K];
    return {
      break: () => Promise.resolve((good = stage[name])).then(() => (stage[name] = bad(good))),
      repair: () => Promise.resolve((stage[name] = good)),
    };
  };

  function connect(node: RedisNode, username: string, name: string): Redis {
    const { caFile, certFile, keyFile } = stage.cluster.clientTls ?? { caFile: '', certFile: '', keyFile: '' };
    const tls = {
      ca: readFileSync(caFile),
      cert: readFileSync(certFile),
      key: readFileSync(keyFile),
    };
    const redis = new Redis({
      host: node.host,
      port: node.port,
      username,
      password: 'password of a spec',
      connectionName: name,
      tls,
    });
    redis.on('error', () => undefined);
    opened.push(redis);
    return redis;
  }

  /** A connection under a name and user while the case lasts. */
  const connected = (username: string, name: string, after?: () => Promise<unknown>): Case => {
    let redis: Redis | undefined;
    const rights = ['+@connection', '+info', '+cluster|info', '~x'];
    return {
      break: async () => {
        await everywhere('ACL', 'SETUSER', username, 'reset', 'on', '>password of a spec', ...rights);
        redis = connect(stage.node(1), username, name);
        await redis.call('CLIENT', 'ID');
        await after?.();
      },
      repair: async () => {
        redis?.disconnect();
        await everywhere('ACL', 'DELUSER', username);
      },
    };
  };

  const certificate = (options: Parameters<EvidenceStage['authority']['writeFiles']>[2]): Case => {
    const files = (): { certFile: string; keyFile: string } => stage.node(1).tls ?? { certFile: '', keyFile: '' };
    return {
      break: async () => {
        const made = await stage.authority.writeFiles(dirname(files().certFile), 'bad', options);
        await set('tls-cert-file', made.certFile, 'tls-key-file', made.keyFile);
      },
      repair: () => set('tls-cert-file', files().certFile, 'tls-key-file', files().keyFile),
    };
  };

  /** Releases of every line are as old as can be: whatever runs here is behind. */
  const tooOld = (good: EvidenceStage['policy']): EvidenceStage['policy'] => {
    const everyLine = new Proxy<Record<string, string>>({}, { get: (_, line) => `${String(line)}.9999` });
    return {
      ...good,
      vouchedVersions: [],
      minimumVersions: { ...good.minimumVersions, redis: everyLine, valkey: everyLine },
    };
  };

  /** A node is started anew with other arguments. */
  function startedWith(args: readonly string[]): Case {
    const restart = async (): Promise<void> => {
      const node = stage.node(5);
      await node.kill9();
      await stage.cluster.restart(node);
    };
    return {
      break: async () => {
        stage.extraArgs.push(...args);
        await restart();
      },
      repair: async () => {
        stage.extraArgs.splice(-args.length);
        await restart();
      },
    };
  }

  /** Checks of one group are broken together, looked at once, set right together and looked at again. */
  const GROUPS: Record<string, Record<string, Case>> = {
    'users and settings': {
      'auth.no-nopass': {
        break: () => everywhere('ACL', 'SETUSER', 'open', 'reset', 'on', 'nopass'),
        repair: () => everywhere('ACL', 'DELUSER', 'open'),
      },
      'auth.password-count': user('twice', '>another password'),
      'auth.failure-rate': {
        break: () =>
          Promise.all(
            Array.from({ length: 25 }, () =>
              admin(2)
                .call('AUTH', 'nobody', 'x')
                .catch(() => undefined),
            ),
          ),
        repair: () => everywhere('ACL', 'LOG', 'RESET'),
      },
      'auth.acllog-collected': settings('acllog-max-len', '10', '128'),
      'acl.no-all-commands': user('everything', '+@all'),
      'acl.no-all-keys': user('allkeys-user', 'resetkeys', '~*', '+get'),
      'acl.no-all-channels': user('channels-user', '&*', '+ping'),
      'acl.dangerous-denied': user('flusher', '+flushall'),
      'acl.no-code-load': user('loader', '+function|load'),
      'acl.tenant-isolation': user('reader', 'resetkeys', '~*', '+get'),
      'acl.no-orphans': user('stranger', '+ping'),
      'acl.no-drift': {
        break: () => admin(1).call('ACL', 'SETUSER', 'only-here', 'on', '>x'),
        repair: () => admin(1).call('ACL', 'DELUSER', 'only-here'),
      },
      'acl.one-user-per-service': connected('impostor', 'db-writer@1'),
      'acl.break-glass-idle': connected('root', 'by-hand'),
      'acl.revocation-proof': connected('gone', 'left-open', () => everywhere('ACL', 'SETUSER', 'gone', 'off')),
      'net.limits': settings('tcp-keepalive', '0', '300'),
      'cfg.eviction': settings('maxmemory-policy', 'allkeys-lru', 'noeviction'),
      'cfg.baseline': settings('slowlog-max-len', '77', '128'),
      'avail.persistence': settings('appendonly', 'no', 'yes'),
    },
    'the default user, transport and code': {
      'auth.default-disabled': {
        break: () => everywhere('ACL', 'SETUSER', 'default', 'on', 'nopass'),
        repair: () => everywhere('ACL', 'SETUSER', 'default', 'off', 'resetpass'),
      },
      'auth.anonymous-refused': {
        break: () => everywhere('ACL', 'SETUSER', 'default', 'on', 'nopass'),
        repair: () => everywhere('ACL', 'SETUSER', 'default', 'off', 'resetpass'),
      },
      'auth.client-certs': settings('tls-auth-clients', 'no', 'yes'),
      'tls.plaintext-off': { break: async () => set('port', String(await freePort())), repair: () => set('port', '0') },
      'tls.replication': settings('tls-replication', 'no', 'yes'),
      'tls.bus': settings('tls-cluster', 'no', 'yes'),
      'tls.ciphers': stagePart('policy', (good) => ({ ...good, allowedCiphers: ['TLS_OF_THE_FUTURE'] })),
      'net.bind': {
        break: () => set('bind', '* -::*', 'protected-mode', 'no'),
        repair: () => set('bind', '127.0.0.1', 'protected-mode', 'yes'),
      },
      'cfg.functions': {
        break: () =>
          admin(0).call(
            'FUNCTION',
            'LOAD',
            '#!lua name=left\nredis.register_function("left", function() return 1 end)',
          ),
        repair: () => admin(0).call('FUNCTION', 'DELETE', 'left'),
      },
      'avail.capacity': { break: () => set('maxmemory', '1mb'), repair: () => set('maxmemory', '200mb') },
      'tls.protocols': {
        break: () => set('tls-protocols', 'TLSv1.1 TLSv1.2 TLSv1.3', 'tls-ciphers', 'ALL:@SECLEVEL=0'),
        repair: () => set('tls-protocols', '', 'tls-ciphers', ''),
      },
    },
    'certificates, policy and time': {
      'tls.cert-expiry': certificate({ notAfterMs: Date.now() + 5 * DAY_MS }),
      'net.sources': stagePart('policy', (good) => ({ ...good, allowedSources: ['10.0.0.0/8'] })),
      'log.time': stagePart('clock', (good) => ({ ...good, now: () => good.now() + 5_000 })),
      'mon.collector-alive': stagePart('lastRunAtMs', () => Date.now() - 3 * DAY_MS),
    },
    'names in certificates': { 'tls.cert-names': certificate({ hosts: ['elsewhere.example.org'] }) },
    'what nodes are started with': {
      'cfg.debug-off': startedWith(['--enable-debug-command', 'local']),
    },
    'passwords, forwarding and monitoring': {
      'auth.credential-age': {
        break: () => stage.publish({}, { credentialAgeMs: 200 * DAY_MS }),
        repair: () => stage.publish(),
      },
      'log.forwarding': {
        break: () => stage.append('waits for a sink'),
        repair: () => stage.settle('siem_forwarder'),
      },
      'mon.rules': {
        break: () => Promise.resolve((prometheus.missing = 'IngestAvailabilityBurnFast')),
        repair: () => Promise.resolve((prometheus.missing = undefined)),
      },
    },
    versions: { 'cfg.version': stagePart('policy', tooOld) },
    records: {
      'log.chain': records(
        unguarded("UPDATE audit_log SET target_kind = 'forged' WHERE org_id = $org AND seq = 1"),
        unguarded("UPDATE audit_log SET target_kind = 'org' WHERE org_id = $org AND seq = 1"),
      ),
      'log.fields': records(
        unguarded("UPDATE audit_log SET actor = '' WHERE org_id = $org AND seq = 1"),
        unguarded('UPDATE audit_log SET actor = (SELECT $$operator$$) WHERE org_id = $org AND seq = 1'),
      ),
      'log.retention': records(
        "UPDATE organizations SET created_at = now() - interval '90 days' WHERE id = $org",
        'UPDATE organizations SET created_at = now() WHERE id = $org',
      ),
      'log.admin-actions': records(
        "INSERT INTO api_keys (id, org_id, secret_hash, name, scopes) VALUES ('secretly', $org, decode(repeat('00', 32), 'hex'), 'x', '{}')",
        "DELETE FROM api_keys WHERE id = 'secretly'",
      ),
      'crypto.at-rest': records(
        "INSERT INTO notification_channels (org_id, channel_id, name, type, is_enabled, doc, secret, updated_by) VALUES ($org, gen_random_uuid(), 'clear', 'webhook', true, '{}', 'plain text', 'x')",
        "DELETE FROM notification_channels WHERE name = 'clear'",
      ),
      'ir.ack-time': records(
        "INSERT INTO alerts (org_id, alert_id, rule_id, severity, status, title, first_seen, last_seen, created_at, updated_at, count, risk_score, version, doc) SELECT $org, gen_random_uuid(), 'r', 4, 'firing', 't', at, at, at, at, 1, 1, 1, '{}' FROM (SELECT now() - interval '1 day' AS at) AS t",
        'DELETE FROM alerts WHERE org_id = $org',
      ),
      'ir.records': records(
        "INSERT INTO incidents (org_id, incident_id, kind, severity, status, title, first_seen, last_seen, created_at, updated_at, alert_count, risk_score, version, doc) SELECT $org, gen_random_uuid(), 'security', 3, 'closed', 't', now(), now(), now(), now(), 0, 1, 1, '{}'",
        'DELETE FROM incidents WHERE org_id = $org',
      ),
      'chg.reasoned': {
        break: () =>
          stage.database.database.transaction((session) =>
            appendAudit(session, {
              orgId: null,
              actor: { kind: 'operator', name: 'ana' },
              action: 'rules.changed',
              target: { kind: 'rules', id: 'x' },
            }),
          ),
        repair: () =>
          sql(
            unguarded(
              "DELETE FROM audit_log WHERE action = 'rules.changed'; DELETE FROM audit_heads WHERE org_id = '00000000-0000-0000-0000-000000000000'",
            ),
          ),
      },
    },
  };

  /** What checks find while all of it is broken; whatever they find, it is set right afterwards. */
  async function brokenBy(cases: readonly Case[]): ReturnType<EvidenceStage['measure']> {
    try {
      for (const one of cases) await one.break();
      return await stage.measure();
    } finally {
      for (const one of cases.toReversed()) await one.repair();
    }
  }

  it.each(Object.entries(GROUPS))(
    'fail for what is wrong and pass again: %s',
    async (_name, cases) => {
      const broken = await brokenBy(Object.values(cases));
      const told = (id: string): string => `${id}: ${broken.get(id)?.status} ${broken.get(id)?.summary}`;
      expect(
        Object.keys(cases)
          .filter((id) => broken.get(id)?.status !== 'fail')
          .map(told),
      ).toEqual([]);
      await waitFor(
        async () => {
          const repaired = await stage.measure();
          const left = Object.keys(cases).filter((id) => repaired.get(id)?.status !== 'pass');
          if (left.length > 0)
            throw new Error(
              left.map((id) => `${id}: ${repaired.get(id)?.status} ${repaired.get(id)?.summary}`).join('; '),
            );
          return true;
        },
        { timeoutMs, intervalMs: 500 },
      );
    },
    90_000,
  );

  it('notice a replica that is gone, a link that is down, and a slot that nobody serves', async () => {
    const replica = await stage.cluster.replicaOf(stage.node(0));
    await replica.kill9();
    const broken = await stage.measure();
    for (const id of ['auth.no-nopass', 'tls.bus']) expect(broken.get(id)?.status).toBe('not-measured');
    expect(broken.get('avail.replicas')?.status).toBe('fail');
    await stage.cluster.restart(replica);
    await waitFor(async () => (await stage.measure()).get('avail.replicas')?.status === 'pass', {
      timeoutMs,
      intervalMs: 500,
    });
    await replica.admin.call('CONFIG', 'SET', 'masterauth', 'wrong');
    await replica.admin.call('CLIENT', 'KILL', 'TYPE', 'master');
    await waitFor(async () => (await stage.measure()).get('avail.replication')?.status === 'fail', {
      timeoutMs,
      intervalMs: 500,
    });
    await waitFor(
      async () => {
        // Its master says again within a second that it serves the slot.
        await admin(1)
          .call('CLUSTER', 'DELSLOTS', '1')
          .catch(() => undefined);
        return (await stage.measure()).get('avail.cluster')?.status === 'fail';
      },
      { timeoutMs, intervalMs: 100 },
    );
  }, 90_000);
});
