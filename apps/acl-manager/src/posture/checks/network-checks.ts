import { fail, hasSetting, notApplicable, notMeasured, onEveryNode, pass } from '../check.ts';
import type { CheckDefinition, Evidence, Verdict } from '../check.ts';
import type { ServedCertificate } from '../probes.ts';
import { isWithoutTls } from './authentication-checks.ts';

const DAY_MS = 86_400_000;
const MIN_CERTIFICATE_DAYS = 21;

/** What goes over the wire, and where nodes listen. */
export const NETWORK_CHECKS: readonly CheckDefinition[] = [
  {
    ...{ checkId: 'tls.plaintext-off', area: 'encryption', rank: 'critical' },
    title: 'Nodes listen with TLS alone',
    fix: 'tls-port <port>, port 0',
    measure: (evidence) => onEveryNode(evidence, (one) => hasSetting(one, 'port', '0'), 'no plain port'),
  },
  {
    ...{ checkId: 'tls.bus', area: 'encryption', rank: 'critical' },
    title: 'The cluster bus is encrypted',
    fix: 'tls-cluster yes',
    measure: (evidence) => onEveryNode(evidence, (one) => hasSetting(one, 'tls-cluster', 'yes'), 'TLS'),
  },
  {
    ...{ checkId: 'tls.replication', area: 'encryption', rank: 'critical' },
    title: 'Replication is encrypted',
    fix: 'tls-replication yes',
    measure: (evidence) => onEveryNode(evidence, (one) => hasSetting(one, 'tls-replication', 'yes'), 'TLS'),
  },
  {
    ...{ checkId: 'tls.cert-expiry', area: 'encryption', rank: 'high' },
    title: 'Certificates last another three weeks',
    fix: 'issue new certificates; nodes take them without a restart (CONFIG SET tls-cert-file)',
    measure: (evidence) =>
      ofCertificates(evidence, `all last ${MIN_CERTIFICATE_DAYS} days`, ({ notAfterMs }) => {
        const days = Math.floor((notAfterMs - evidence.nowMs) / DAY_MS);
        return days >= MIN_CERTIFICATE_DAYS ? undefined : `${days} days left`;
      }),
  },
  {
    ...{ checkId: 'tls.cert-names', area: 'encryption', rank: 'high' },
    title: 'Certificates are good for the names of their nodes',
    fix: 'issue certificates that name the announced host of each node, by the CA that services know',
    measure: (evidence) =>
      ofCertificates(evidence, 'a client that verifies accepts them', ({ refusal }) => refusal ?? undefined),
  },
  {
    ...{ checkId: 'tls.clients', area: 'encryption', rank: 'high' },
    title: 'All clients come with TLS',
    fix: 'set REDIS_TLS=1 and REDIS_TLS_CA_FILE of the services named, then close the plain port',
    measure: (evidence) =>
      onEveryNode(
        evidence,
        ({ clients }) => {
          const plain = clients.filter(({ isTls }) => !isTls).map(({ user }) => user);
          return plain.length === 0 ? undefined : `without TLS: ${[...new Set(plain)].sort().join(', ')}`;
        },
        'none without',
      ),
  },
  {
    ...{ checkId: 'net.bind', area: 'network', rank: 'high' },
    title: 'Nodes do not listen to everyone',
    fix: 'bind to named addresses, or protected-mode yes; in Kubernetes a NetworkPolicy',
    measure: (evidence) => onEveryNode(evidence, isOpenToAll, 'bound to named addresses or protected'),
  },
  {
    ...{ checkId: 'net.limits', area: 'network', rank: 'low' },
    title: 'Connections are bounded and dead ones end',
    fix: 'maxclients, tcp-keepalive 300; look for what opens so many connections',
    measure: (evidence) => {
      const rejected = evidence.look?.grown.rejected ?? 0;
      if (rejected > 0) return fail(`${rejected} connections rejected since the look before`);
      return onEveryNode(
        evidence,
        ({ settings }) =>
          Number(settings.get('maxclients') ?? 0) > 0 && Number(settings.get('tcp-keepalive') ?? 0) > 0
            ? undefined
            : 'maxclients or tcp-keepalive is not set',
        'set, none rejected',
      );
    },
  },
  {
    ...{ checkId: 'cfg.debug-off', area: 'configuration', rank: 'high' },
    title: 'Commands for debugging and modules are locked',
    fix: 'enable-debug-command no, enable-module-command no, enable-protected-configs no',
    measure: (evidence) =>
      onEveryNode(
        evidence,
        (one) => {
          const names = ['enable-debug-command', 'enable-module-command', 'enable-protected-configs'];
          const found = names.map((name) => hasSetting(one, name, 'no'));
          return found.find((text) => typeof text === 'string') ?? (found.includes(null) ? null : undefined);
        },
        'locked',
      ),
  },
  {
    ...{ checkId: 'cfg.eviction', area: 'configuration', rank: 'high' },
    title: 'Streams are never evicted',
    fix: 'maxmemory below what the machine has, maxmemory-policy noeviction',
    measure: (evidence) =>
      onEveryNode(
        evidence,
        ({ settings }) => {
          const [limit, policy] = [settings.get('maxmemory'), settings.get('maxmemory-policy')];
          if (limit === undefined || policy === undefined) return null;
          if (policy !== 'noeviction') return `maxmemory-policy is ${policy}`;
          return limit === '0' ? 'no maxmemory' : undefined;
        },
        'limit and noeviction',
      ),
  },
];

/** `*`, `::` and `0.0.0.0` in any form; a dash in front means that a missing address is no error. */
function isOpenToAll({ settings }: { settings: ReadonlyMap<string, string> }): string | undefined | null {
  const bind = settings.get('bind');
  if (bind === undefined) return null;
  const isWild = bind.trim() === '' || bind.split(/\s+/).some((word) => /^-?(\*|::\*?|0\.0\.0\.0)$/.test(word));
  return isWild && settings.get('protected-mode') !== 'yes' ? `bind ${bind || '*'} without protected-mode` : undefined;
}

function ofCertificates(
  evidence: Evidence,
  passed: string,
  objection: (certificate: ServedCertificate) => string | undefined,
): Verdict {
  const { certificates } = evidence.probes;
  if (isWithoutTls(evidence)) return notApplicable('no node speaks TLS');
  if (certificates === undefined) return notMeasured('not looked at yet');
  const bad = [...certificates].flatMap(([address, certificate]) => {
    const found = objection(certificate);
    return found === undefined ? [] : [{ address, found }];
  });
  if (bad.length > 0) {
    return fail(
      [...new Set(bad.map(({ found }) => found))].join('; '),
      bad.map(({ address }) => address),
    );
  }
  return certificates.size === 0 ? notMeasured('no certificate could be read') : pass(passed);
}
