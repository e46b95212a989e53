import { isIpInRanges } from '../ip-ranges.ts';
import type { Check, Measurement } from '../check.ts';
import type { Evidence, TlsSeen } from '../evidence.ts';
import { notApplicable, notMeasured, ofPosture, ofRecords, onHandshakes, onNodes, setting } from '../measure.ts';
import { isWithoutTls } from './authentication.ts';

const DAY_MS = 86_400_000;
const MIN_CERTIFICATE_DAYS = 21;
const OLD_VERSIONS = ['TLSv1', 'TLSv1.1'];

const hostOf = (address: string): string => address.slice(0, address.lastIndexOf(':')).replace(/^\[|\]$/g, '');

/** What goes over the wire, and where nodes listen. */
export const TRANSPORT: readonly Check[] = [
  {
    ...{ checkId: 'tls.plaintext-off', area: 'encryption', rank: 'critical', title: 'Nodes listen with TLS alone' },
    shows: 'Data cannot be read off the network between services and nodes.',
    fix: 'tls-port <port>, port 0',
    measure: (evidence) =>
      onNodes(
        evidence,
        (node) => {
          const seen = setting(node, 'port', '0');
          const tried = node.plainPort
            ? `; TCP ${node.plainPort.port} ${node.plainPort.isOpen ? 'open' : 'refused'}`
            : '';
          return { ...seen, value: seen.value === null ? null : `${seen.value}${tried}` };
        },
        'no plain port',
      ),
  },
  {
    ...{ checkId: 'tls.bus', area: 'encryption', rank: 'critical', title: 'The cluster bus is encrypted' },
    shows: 'What nodes tell each other cannot be read or forged on the network.',
    fix: 'tls-cluster yes',
    measure: (evidence) => onNodes(evidence, (node) => setting(node, 'tls-cluster', 'yes'), 'TLS'),
  },
  {
    ...{ checkId: 'tls.replication', area: 'encryption', rank: 'critical', title: 'Replication is encrypted' },
    shows: 'Copies of data travel encrypted.',
    fix: 'tls-replication yes',
    measure: (evidence) => onNodes(evidence, (node) => setting(node, 'tls-replication', 'yes'), 'TLS'),
  },
  {
    ...{ checkId: 'tls.protocols', area: 'encryption', rank: 'high', title: 'Old versions of TLS are refused' },
    shows: 'Handshakes with TLS 1.0 and 1.1 were tried and fail; 1.2 or 1.3 works.',
    fix: 'tls-protocols "TLSv1.2 TLSv1.3"',
    measure: (evidence) =>
      ofTls(evidence, 'handshake per version', 'old versions refused', ({ versions }) => {
        if (versions.length === 0) return { value: null };
        const value = versions
          .map(({ version, isAccepted }) => `${version} ${isAccepted ? 'accepted' : 'refused'}`)
          .join(', ');
        const old = versions.filter(({ version, isAccepted }) => isAccepted && OLD_VERSIONS.includes(version));
        const isNewOff = versions.every(({ version, isAccepted }) => OLD_VERSIONS.includes(version) || !isAccepted);
        if (old.length > 0) return { value, objection: `accepts ${old.map(({ version }) => version).join(', ')}` };
        return { value, objection: isNewOff ? 'neither TLS 1.2 nor 1.3 works' : undefined };
      }),
  },
  {
    ...{ checkId: 'tls.ciphers', area: 'encryption', rank: 'medium', title: 'Negotiated cipher suites are strong' },
    shows: 'What is agreed on is among the suites that the policy names.',
    fix: 'tls-ciphersuites and tls-ciphers with the suites of the policy',
    measure: (evidence) =>
      ofTls(evidence, 'handshake: cipher', 'in the allow-list', ({ cipher }) => ({
        value: cipher,
        objection: evidence.policy.allowedCiphers.includes(cipher) ? undefined : `negotiates ${cipher}`,
      })),
  },
  {
    ...{ checkId: 'tls.cert-expiry', area: 'encryption', rank: 'high', title: 'Certificates last another three weeks' },
    shows: 'Certificates are renewed before they run out.',
    fix: 'issue new certificates; nodes take them without a restart (CONFIG SET tls-cert-file)',
    measure: (evidence) =>
      ofTls(evidence, 'handshake: notAfter', `all last ${MIN_CERTIFICATE_DAYS} days`, ({ notAfterMs }) => {
        const days = Math.floor((notAfterMs - evidence.nowMs) / DAY_MS);
        const value = `${new Date(notAfterMs).toISOString()} (${days} days)`;
        return { value, objection: days < MIN_CERTIFICATE_DAYS ? `${days} days left` : undefined };
      }),
  },
  {
    ...{
      checkId: 'tls.cert-current',
      area: 'encryption',
      rank: 'medium',
      title: 'Nodes serve the certificate that is mounted',
    },
    shows: 'A renewed certificate is in use and not only on disk.',
    fix: 'CONFIG SET tls-cert-file and tls-key-file to what they are, so that the node reads them again',
    measure: () => notMeasured('the file lies on the disk of each node, which no command reads'),
  },
  {
    ...{
      checkId: 'tls.cert-names',
      area: 'encryption',
      rank: 'high',
      title: 'Certificates are good for the names of their nodes',
    },
    shows: 'A client that verifies connects to the node it means.',
    fix: 'issue certificates that name the announced host of each node, by the CA that services know',
    measure: (evidence) =>
      ofTls(evidence, 'handshake: verified by name', 'a client that verifies accepts them', ({ refusal }) => ({
        ...{ value: refusal ?? 'accepted', objection: refusal ?? undefined },
      })),
  },
  {
    ...{ checkId: 'tls.clients', area: 'encryption', rank: 'high', title: 'All clients come with TLS' },
    shows: 'No service is left that talks to a node in the clear.',
    fix: 'set REDIS_TLS=1 and REDIS_TLS_CA_FILE of the services named, then close the plain port',
    measure: (evidence) => ofPosture(evidence, 'tls.clients'),
  },
  {
    ...{
      checkId: 'tls.clients-verify',
      area: 'encryption',
      rank: 'high',
      title: 'Services verify whom they connect to',
    },
    shows: 'A service does not hand its password to a stranger.',
    fix: 'set REDIS_TLS_CA_FILE of the services',
    measure: () =>
      notMeasured('services verify by construction (libs/redis has no switch to turn it off) but do not report it'),
  },
  {
    ...{ checkId: 'crypto.at-rest', area: 'encryption', rank: 'high', title: 'Secrets are stored encrypted' },
    shows: 'Secrets of notification channels and sinks are sealed before they are stored.',
    fix: 'set REDOUBT_SECRET_KEY_FILE, then redoubt encryption reencrypt; encrypt the volumes too',
    measure: (evidence) =>
      ofRecords(
        evidence,
        'notification_channels, sinks, api_keys: form of stored secrets',
        ({ secrets: { sampled, unsealed } }) => {
          const keyId = evidence.posture?.encryption.keyId ?? null;
          const value = `${sampled} secrets looked at, ${unsealed.length} in the clear; key ${keyId ?? 'not reported'}`;
          if (unsealed.length > 0) return { value, failed: `in the clear: ${unsealed.slice(0, 5).join(', ')}` };
          if (sampled === 0) return { value, unmeasured: 'no secret is stored' };
          return { value, passed: 'sealed; encryption of volumes is attested apart' };
        },
      ),
  },
  {
    ...{ checkId: 'net.bind', area: 'network', rank: 'high', title: 'Nodes do not listen to everyone' },
    shows: 'Nodes listen on the addresses meant for them.',
    fix: 'bind to named addresses; in Kubernetes a NetworkPolicy that net.policy can see',
    measure: bound,
  },
  {
    ...{ checkId: 'net.policy', area: 'network', rank: 'critical', title: 'Network policies shut the nodes off' },
    shows: 'The network lets nobody reach a node whom a policy does not name.',
    fix: 'apply the NetworkPolicies of the chart',
    measure: (evidence) => outsideKubernetes(evidence, 'net.policy'),
  },
  {
    ...{ checkId: 'net.no-exposure', area: 'network', rank: 'critical', title: 'Nothing leads to a node from outside' },
    shows: 'No load balancer, node port, ingress or route leads to the data store.',
    fix: 'take the Service, Ingress or route away that leads to the nodes',
    measure: (evidence) => outsideKubernetes(evidence, 'net.no-exposure'),
  },
  {
    ...{ checkId: 'net.sources', area: 'network', rank: 'medium', title: 'Connections come from known networks' },
    shows: 'Who is connected comes from where services run.',
    fix: 'find out who connects from the addresses named; ALLOWED_SOURCES names the networks of services',
    measure: (evidence) =>
      onNodes(
        evidence,
        ({ clients }) => {
          const hosts = [...new Set(clients.map(({ address }) => hostOf(address)))].sort();
          const foreign = hosts.filter((host) => host !== '' && !isIpInRanges(host, evidence.policy.allowedSources));
          return {
            command: 'CLIENT LIST',
            value: hosts.join(', '),
            objection: foreign.length > 0 ? `from ${foreign.join(', ')}` : undefined,
          };
        },
        'all from allowed networks',
      ),
  },
  {
    ...{ checkId: 'net.limits', area: 'network', rank: 'low', title: 'Connections are bounded and dead ones end' },
    shows: 'A flood of connections cannot exhaust a node unseen.',
    fix: 'maxclients, tcp-keepalive 60; look for what opens so many connections',
    measure: (evidence) =>
      onNodes(
        evidence,
        ({ settings, info }) => {
          const [most, alive] = [settings.get('maxclients'), settings.get('tcp-keepalive')];
          const value =
            most === undefined || alive === undefined
              ? null
              : `maxclients ${most}, tcp-keepalive ${alive}, rejected ${info.get('rejected_connections') ?? '?'}`;
          const isUnset = value !== null && !(Number(most) > 0 && Number(alive) > 0);
          return {
            command: 'CONFIG GET maxclients tcp-keepalive; INFO stats',
            value,
            objection: isUnset ? 'maxclients or tcp-keepalive is not set' : undefined,
          };
        },
        'bounded',
      ),
  },
];

/**
 * `*`, `::` and `0.0.0.0` in any form, a dash in front or not, let everyone come. Protected mode turns strangers away only
 * while the user `default` is on without a password; else a network policy has to.
 */
function bound(evidence: Evidence): Measurement {
  const isShutOff = evidence.posture?.checks.find(({ checkId }) => checkId === 'net.policy')?.status === 'pass';
  return onNodes(
    evidence,
    ({ settings, users }) => {
      const [bind, mode] = [settings.get('bind'), settings.get('protected-mode')];
      const isWild = bind !== undefined && (bind.trim() === '' || /(^|\s)-?(\*|::\*?|0\.0\.0\.0)(\s|$)/.test(bind));
      const isProtected =
        mode === 'yes' && users?.some(({ name, isOn, isNoPass }) => name === 'default' && isOn && isNoPass);
      const value = bind === undefined ? null : `bind ${bind || '*'}, protected-mode ${mode ?? 'unknown'}`;
      const isOpen = isWild && !isProtected && !isShutOff;
      const why = mode === 'yes' ? 'protected mode does not guard users with passwords' : 'without protected-mode';
      return {
        ...{ command: 'CONFIG GET bind protected-mode', value },
        objection: isOpen ? `bind ${bind || '*'}, no network policy seen, ${why}` : undefined,
      };
    },
    'bound to named addresses, or shut off',
  );
}

function ofTls(
  evidence: Evidence,
  command: string,
  passed: string,
  judge: (tls: TlsSeen) => { value: string | null; objection?: string | undefined },
): Measurement {
  if (isWithoutTls(evidence)) return notApplicable('no node speaks TLS; tls.plaintext-off says so');
  return onHandshakes(evidence, command, passed, judge);
}

/** acl-manager asks Kubernetes; where there is none the operator's network is nothing we can see. */
function outsideKubernetes(evidence: Evidence, checkId: string): Measurement {
  const found = ofPosture(evidence, checkId);
  return found.summary.startsWith('acl-manager does not') ? notMeasured('there is no Kubernetes API to ask') : found;
}
