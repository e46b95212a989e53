import { fail, notApplicable, notMeasured, onEveryNode, pass, settingCheck } from '../check.ts';
import type { CheckDefinition, Evidence, Verdict } from '../check.ts';
import { isWithoutTls } from '../without-tls.ts';

const DAY_MS = 86_400_000;
const MIN_CERTIFICATE_DAYS = 21;
const OLD_PROTOCOLS: readonly string[] = ['TLSv1', 'TLSv1.1'];

/** What goes over the wire. */
export const TRANSPORT_CHECKS: readonly CheckDefinition[] = [
  settingCheck(
    {
      ...{ checkId: 'tls.plaintext-off', area: 'encryption', rank: 'critical' },
      title: 'Nodes listen with TLS alone',
      fix: 'tls-port <port>, port 0',
    },
    { name: 'port', wanted: '0', passed: 'no plain port' },
  ),
  settingCheck(
    {
      ...{ checkId: 'tls.bus', area: 'encryption', rank: 'critical' },
      title: 'The cluster bus is encrypted',
      fix: 'tls-cluster yes',
    },
    { name: 'tls-cluster', wanted: 'yes', passed: 'TLS' },
  ),
  settingCheck(
    {
      ...{ checkId: 'tls.replication', area: 'encryption', rank: 'critical' },
      title: 'Replication is encrypted',
      fix: 'tls-replication yes',
    },
    { name: 'tls-replication', wanted: 'yes', passed: 'TLS' },
  ),
  {
    ...{ checkId: 'tls.protocols', area: 'encryption', rank: 'high' },
    title: 'Nodes speak no outdated TLS',
    fix: 'tls-protocols "TLSv1.2 TLSv1.3" on the nodes named',
    measure: (evidence) =>
      ofProbed(evidence, evidence.probes.protocols, {
        passed: 'TLS 1.0 and 1.1 refused, 1.2 or 1.3 accepted',
        objection: (accepted) => {
          const old = accepted.filter((version) => OLD_PROTOCOLS.includes(version));
          if (old.length > 0) return `accepts ${old.join(', ')}`;
          return accepted.length === 0 ? 'accepts neither TLS 1.2 nor 1.3' : undefined;
        },
      }),
  },
  {
    ...{ checkId: 'tls.cert-expiry', area: 'encryption', rank: 'high' },
    title: 'Certificates last another three weeks',
    fix: 'issue new certificates; nodes take them without a restart (CONFIG SET tls-cert-file)',
    measure: (evidence) =>
      ofProbed(evidence, evidence.probes.certificates, {
        passed: `all last ${MIN_CERTIFICATE_DAYS} days`,
        objection: ({ notAfterMs }) => {
          const days = Math.floor((notAfterMs - evidence.nowMs) / DAY_MS);
          return days >= MIN_CERTIFICATE_DAYS ? undefined : `${days} days left`;
        },
      }),
  },
  {
    ...{ checkId: 'tls.cert-names', area: 'encryption', rank: 'high' },
    title: 'Certificates are good for the names of their nodes',
    fix: 'issue certificates that name the announced host of each node, by the CA that services know',
    measure: (evidence) =>
      ofProbed(evidence, evidence.probes.certificates, {
        passed: 'a client that verifies accepts them',
        objection: ({ refusal }) => refusal ?? undefined,
      }),
  },
  {
    ...{ checkId: 'tls.clients', area: 'encryption', rank: 'high' },
    title: 'All clients come with TLS',
    fix: 'set REDIS_TLS=1 and REDIS_TLS_CA_FILE of the services named, then close the plain port',
    measure: (evidence) => {
      const plain = evidence.look?.readings.flatMap(({ clients }) => clients.filter(({ isTls }) => !isTls)) ?? [];
      const users = [...new Set(plain.map(({ user }) => user))].sort().join(', ');
      return onEveryNode(
        evidence,
        ({ clients }) => (clients.every(({ isTls }) => isTls) ? undefined : `without TLS: ${users}`),
        'none without',
      );
    },
  },
];

/** Passes when every node was tried and nothing stands against what was found there. */
function ofProbed<T>(
  evidence: Evidence,
  found: ReadonlyMap<string, T> | undefined,
  { passed, objection }: { passed: string; objection: (found: T) => string | undefined },
): Verdict {
  if (isWithoutTls(evidence)) return notApplicable('no node speaks TLS');
  if (found === undefined || evidence.look === undefined) return notMeasured('not looked at yet');
  const bad = [...found].flatMap(([address, one]) => {
    const text = objection(one);
    return text === undefined ? [] : [{ address, text }];
  });
  if (bad.length > 0) {
    return fail(
      [...new Set(bad.map(({ text }) => text))].join('; '),
      bad.map(({ address }) => address),
    );
  }
  const { readings, down } = evidence.look;
  const silent = [...readings, ...down].map(({ node }) => node.address).filter((address) => !found.has(address));
  return silent.length > 0 ? notMeasured(`could not be tried on ${silent.join(', ')}`) : pass(passed);
}
