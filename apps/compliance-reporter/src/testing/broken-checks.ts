import { appendAudit } from '@redoubt/storage';
import { freePort } from '@redoubt/test-kit';
import { SERVICE, SERVICE_RULES, unguarded, type BreakTools, type Case } from './break-tools.ts';
import { ADMIN, TOLD, type EvidenceStage } from './evidence-stage.ts';
import type { RuleServer } from './rule-server.ts';

const DAY_MS = 86_400_000;
const PLATFORM = '00000000-0000-0000-0000-000000000000';
const FORGET_PLATFORM = unguarded(
  `DELETE FROM audit_log WHERE org_id = '${PLATFORM}'; DELETE FROM audit_heads WHERE org_id = '${PLATFORM}'`,
);

/** Records a drill that ended just now. */
export function drillOf(kind: 'failover' | 'restore', isPassed: boolean): string {
  const faults = isPassed ? '{}' : '{lost}';
  return `INSERT INTO drills (drill_id, kind, actor, started_at, finished_at, passed, figures, faults)
    VALUES (gen_random_uuid(), '${kind}', 'ana', now(), clock_timestamp(), ${isPassed}, '{}', '${faults}')`;
}

interface Parts {
  stage: EvidenceStage;
  tools: BreakTools;
  prometheus: RuleServer;
}

/** How each check is broken and set right, by its id. */
export function brokenChecks(parts: Parts): Readonly<Record<string, Case>> {
  return { ...ofUsers(parts), ...ofServers(parts), ...ofSurroundings(parts), ...ofRecords(parts), ...asTold(parts) };
}

function ofUsers({ stage, tools }: Parts): Record<string, Case> {
  const admin = (index: number) => stage.node(index).admin;
  const login = () =>
    admin(2)
      .call('AUTH', 'nobody', 'x')
      .catch(() => undefined);
  return {
    'auth.default-disabled': tools.defaultUser(['>password', '+ping']),
    'auth.no-nopass': tools.service(['nopass']),
    'auth.anonymous-refused': tools.defaultUser(['nopass', '+ping'], ['auth.default-disabled', 'auth.no-nopass']),
    'auth.password-count': tools.service(['>another password']),
    'auth.failure-rate': {
      break: () => Promise.all(Array.from({ length: 25 }, login)),
      repair: () => tools.everywhere('ACL', 'LOG', 'RESET'),
    },
    'auth.credential-age': {
      break: () => stage.publish({ credentialAgeMs: 200 * DAY_MS }),
      repair: () => stage.publish(),
    },
    'auth.acllog-collected': tools.setting('acllog-max-len', '10', '128'),
    'acl.no-all-commands': tools.service(['+@all'], ['acl.dangerous-denied', 'acl.no-code-load']),
    'acl.no-all-keys': tools.service(['~*'], ['acl.tenant-isolation']),
    'acl.no-all-channels': tools.service(['&*']),
    'acl.dangerous-denied': tools.service(['+flushall']),
    'acl.no-code-load': tools.service(['+function|load']),
    'acl.tenant-isolation': tools.service(['~redoubt-*', '~*events*']),
    'acl.no-orphans': tools.user('stranger', ['>x', '+ping']),
    'acl.no-drift': {
      break: () => admin(1).call('ACL', 'SETUSER', SERVICE, '~only-here'),
      repair: () => admin(1).call('ACL', 'SETUSER', SERVICE, ...SERVICE_RULES),
    },
    'acl.one-user-per-service': tools.connected('impostor', 'db-writer@1', { also: ['acl.no-orphans'] }),
    'acl.break-glass-idle': tools.connected('root', 'by-hand', { also: [] }),
    'acl.revocation-proof': tools.connected('gone', 'left-open', { also: ['acl.no-orphans'], after: ['off'] }),
  };
}

function ofServers({ stage, tools }: Parts): Record<string, Case> {
  const users = [
    ['default', 'off', 'resetpass', 'allkeys', 'allchannels', '+@all'],
    [ADMIN.username, 'on', `>${ADMIN.password}`, 'allkeys', 'allchannels', '+@all'],
    [SERVICE, ...SERVICE_RULES.filter((rule) => rule !== 'reset')],
  ];
  const library = '#!lua name=left\nredis.register_function("left", function() return 1 end)';
  return {
    'acl.persisted': tools.startedWith(['--aclfile', '', ...users.flatMap((words) => ['--user', ...words])], []),
    'auth.client-certs': tools.setting('tls-auth-clients', 'no', 'yes'),
    'tls.plaintext-off': {
      break: async () => tools.set('port', String(await freePort())),
      repair: () => tools.set('port', '0'),
    },
    'tls.replication': tools.setting('tls-replication', 'no', 'yes'),
    'tls.bus': { ...tools.setting('tls-cluster', 'no', 'yes'), spreads: true },
    'tls.protocols': {
      break: () => tools.set('tls-protocols', 'TLSv1.1 TLSv1.2 TLSv1.3', 'tls-ciphers', 'ALL:@SECLEVEL=0'),
      repair: () => tools.set('tls-protocols', '', 'tls-ciphers', ''),
      also: ['cfg.baseline'],
    },
    'tls.cert-expiry': tools.certificate({ notAfterMs: Date.now() + 5 * DAY_MS }),
    'tls.cert-names': tools.certificate({ hosts: ['elsewhere.example.org'] }, { cutsOff: true }),
    'net.bind': {
      break: () => tools.set('bind', '* -::*', 'protected-mode', 'no'),
      repair: () => tools.set('bind', '127.0.0.1', 'protected-mode', 'yes'),
      also: ['cfg.baseline'],
    },
    'net.limits': tools.setting('tcp-keepalive', '0', '300'),
    'cfg.debug-off': tools.startedWith(['--enable-debug-command', 'local'], ['cfg.baseline']),
    'cfg.functions': {
      break: () => stage.node(0).admin.call('FUNCTION', 'LOAD', library),
      repair: () => stage.node(0).admin.call('FUNCTION', 'DELETE', 'left'),
    },
    'cfg.baseline': tools.setting('slowlog-max-len', '77', '128', []),
    'cfg.eviction': tools.setting('maxmemory-policy', 'allkeys-lru', 'noeviction'),
    'avail.persistence': tools.setting('appendonly', 'no', 'yes'),
    'avail.capacity': tools.setting('maxmemory', '1mb', '200mb'),
  };
}

/** What is around the servers: the policy they are held against, clocks, Prometheus, sinks, the canary. */
function ofSurroundings({ stage, tools, prometheus }: Parts): Record<string, Case> {
  // Releases of every line are as old as can be: whatever runs here is behind.
  const everyLine = new Proxy<Record<string, string>>({}, { get: (_, line) => `${String(line)}.9999` });
  return {
    'tls.ciphers': tools.part('policy', (good) => ({ ...good, allowedCiphers: ['TLS_OF_THE_FUTURE'] })),
    'net.sources': tools.part('policy', (good) => ({ ...good, allowedSources: ['10.0.0.0/8'] })),
    'cfg.version': tools.part('policy', (good) => ({
      ...{ ...good, vouchedVersions: [] },
      minimumVersions: { ...good.minimumVersions, redis: everyLine, valkey: everyLine },
    })),
    'log.time': tools.part('clock', (good) => ({ ...good, now: () => good.now() + 5_000 })),
    'log.forwarding': {
      break: () => stage.append('waits for a sink'),
      repair: () => stage.settle('siem_forwarder'),
    },
    'mon.rules': {
      break: () => Promise.resolve((prometheus.missing = 'IngestAvailabilityBurnFast')),
      repair: () => Promise.resolve((prometheus.missing = undefined)),
    },
    'mon.canary': {
      break: () => Promise.resolve(stage.canary.rounds.inc({ result: 'failed' })),
      repair: () => Promise.resolve(stage.forgetCanary()),
    },
    'mon.collector-alive': tools.part('lastRunAtMs', () => Date.now() - 3 * DAY_MS),
  };
}

function ofRecords({ stage, tools }: Parts): Record<string, Case> {
  const first = 'WHERE org_id = $org AND seq = 1';
  return {
    'log.chain': tools.records(
      unguarded(`UPDATE audit_log SET target_kind = 'forged' ${first}`),
      unguarded(`UPDATE audit_log SET target_kind = 'org' ${first}`),
    ),
    'log.fields': tools.records(
      unguarded(`UPDATE audit_log SET actor = '' ${first}`),
      unguarded(`UPDATE audit_log SET actor = (SELECT $$operator$$) ${first}`),
      ['log.chain'],
    ),
    'log.retention': tools.records(
      "UPDATE organizations SET created_at = now() - interval '90 days' WHERE id = $org",
      'UPDATE organizations SET created_at = now() WHERE id = $org',
    ),
    'log.admin-actions': tools.records(
      "INSERT INTO api_keys (id, org_id, secret_hash, name, scopes) VALUES ('secretly', $org, decode(repeat('00', 32), 'hex'), 'x', '{}')",
      "DELETE FROM api_keys WHERE id = 'secretly'",
    ),
    // Whatever takes entries away breaks the chain too, as the next look finds.
    'log.audit-access': tools.records(
      `CREATE FUNCTION hide_reads() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN RETURN NULL; END $f$;
       CREATE TRIGGER hide_reads BEFORE INSERT ON audit_log FOR EACH ROW WHEN (NEW.action = 'audit.read') EXECUTE FUNCTION hide_reads()`,
      `DROP TRIGGER hide_reads ON audit_log; DROP FUNCTION hide_reads(); ${FORGET_PLATFORM}`,
      ['log.chain'],
    ),
    'crypto.at-rest': tools.records(
      "INSERT INTO notification_channels (org_id, channel_id, name, type, is_enabled, doc, secret, updated_at, updated_by) VALUES ($org, gen_random_uuid(), 'clear', 'webhook', true, '{}', 'plain text', now() - interval '60 days', 'x')",
      "DELETE FROM notification_channels WHERE name = 'clear'",
    ),
    'avail.failover-drill': tools.records(drillOf('failover', false), drillOf('failover', true)),
    'avail.restore-drill': tools.records(drillOf('restore', false), drillOf('restore', true)),
    'ir.ack-time': tools.records(
      "INSERT INTO alerts (org_id, alert_id, rule_id, severity, status, title, first_seen, last_seen, created_at, updated_at, count, risk_score, version, doc) SELECT $org, gen_random_uuid(), 'r', 4, 'firing', 't', at, at, at, at, 1, 1, 1, '{}' FROM (SELECT now() - interval '1 day' AS at) AS t",
      'DELETE FROM alerts WHERE org_id = $org',
    ),
    'ir.records': tools.records(
      "INSERT INTO incidents (org_id, incident_id, kind, severity, status, title, first_seen, last_seen, created_at, updated_at, alert_count, risk_score, version, doc) SELECT $org, gen_random_uuid(), 'security', 3, 'closed', 't', now(), now(), now(), now(), 0, 1, 1, '{}'",
      'DELETE FROM incidents WHERE org_id = $org',
    ),
    'chg.reasoned': {
      break: () =>
        stage.database.database.transaction((session) =>
          appendAudit(session, {
            ...{ orgId: null, actor: { kind: 'operator', name: 'ana' }, action: 'rules.changed' },
            target: { kind: 'rules', id: 'x' },
          }),
        ),
      repair: () => tools.sql(FORGET_PLATFORM),
    },
  };
}

/** What acl-manager alone sees; it is broken for real where acl-manager is tested. */
function asTold({ stage }: Parts): Record<string, Case> {
  return Object.fromEntries(
    Object.keys(TOLD).map((checkId): [string, Case] => [
      checkId,
      {
        break: () => stage.publish({}, { [checkId]: 'fail' }),
        repair: () => stage.publish(),
        // Without its copy nobody can tell that a refusal is missing.
        also: checkId === 'log.archive' ? ['auth.acllog-collected'] : [],
      },
    ]),
  );
}
