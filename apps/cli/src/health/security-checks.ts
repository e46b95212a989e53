import type { ClusterFacts } from '@redoubt/acl';
import { driftOf, unequalUsers } from '../acl/drift.ts';
import type { Survey } from '../acl/survey.ts';
import { overNodes, verdict, type CheckHead, type HealthCheck, type Objection } from './check.ts';
import type { NodeReading } from './read-nodes.ts';

const heads = {
  default: {
    ...{ checkId: 'auth.default-disabled', area: 'authentication', title: 'Nobody comes without a user of its own' },
    ...{
      isCritical: true,
      fix: 'redoubt acl apply --default-user off, once every service has its user: docs/how-to/enable-acl.md',
    },
  },
  nopass: {
    ...{ checkId: 'auth.no-nopass', area: 'authentication', title: 'Every user needs a password', isCritical: true },
    fix: 'redoubt acl apply --prune, or ACL SETUSER <user> resetpass on the nodes named',
  },
  drift: {
    ...{ checkId: 'acl.no-drift', area: 'access_control', title: 'Every node has exactly the declared users' },
    ...{ isCritical: true, fix: 'redoubt acl diff shows what, redoubt acl apply mends it; then find out who did it' },
  },
  persisted: {
    ...{ checkId: 'acl.persisted', area: 'access_control', title: 'Users survive a restart' },
    fix: 'set aclfile in the configuration of the nodes named',
  },
  transport: {
    ...{ checkId: 'tls.plaintext-off', area: 'encryption', title: 'Nodes listen with TLS alone', isCritical: true },
    fix: 'tls-port <port>, port 0, tls-cluster yes, tls-replication yes',
  },
  bind: {
    ...{ checkId: 'net.bind', area: 'network', title: 'Nodes do not listen to everyone' },
    fix: 'bind to named addresses, or protected-mode yes; in Kubernetes a NetworkPolicy',
  },
} as const satisfies Record<string, CheckHead>;

/** What can be said of users: only for somebody who may read them. */
export function userChecks(survey: Survey | undefined): HealthCheck[] {
  if (survey === undefined) {
    const why = 'no user at hand may read users (--credentials, --as)';
    return [heads.default, heads.nopass, heads.drift, heads.persisted].map((head) =>
      verdict(head, 'not_measured', why),
    );
  }
  const { facts } = survey;
  const nodes = [
    ...facts.up.map((one) => ({ address: one.node.address, facts: one })),
    ...facts.down.map(({ node }) => ({ address: node.address, facts: null })),
  ];
  const of =
    (objection: (one: ClusterFacts['up'][number]) => string | undefined) =>
    (node: (typeof nodes)[number]): Objection =>
      node.facts === null ? null : objection(node.facts);
  return [
    overNodes(
      heads.default,
      nodes,
      of(({ users }) => (users.find(({ name }) => name === 'default')?.isOn ? 'user default is on' : undefined)),
      'user default is off',
    ),
    overNodes(
      heads.nopass,
      nodes,
      of(({ users }) => {
        const open = users.filter(({ isOn, isNoPass }) => isOn && isNoPass).map(({ name }) => name);
        return open.length === 0 ? undefined : `without a password: ${open.join(', ')}`;
      }),
      'no user is open',
    ),
    driftCheck(survey),
    overNodes(
      heads.persisted,
      nodes,
      of(({ aclFile }) => (aclFile === '' ? 'no aclfile' : undefined)),
      'every node has an aclfile',
    ),
  ];
}

function driftCheck(survey: Survey): HealthCheck {
  const { facts, problems } = survey;
  const drift = driftOf(survey);
  const unequal = unequalUsers(facts);
  const addresses = [...new Set(drift.map(({ address }) => address))];
  if (drift.length + problems.length + unequal.length > 0) {
    const users = [...new Set([...drift.map(({ user }) => user), ...unequal])].join(', ');
    const text = [...(users === '' ? [] : [`not as declared: ${users}`]), ...problems].join('; ');
    return verdict(heads.drift, 'fail', text, addresses);
  }
  const down = facts.down.map(({ node }) => node.address);
  if (down.length > 0) return verdict(heads.drift, 'not_measured', `no answer from ${down.join(' ')}`, down);
  return verdict(heads.drift, 'pass', `${facts.up.length} nodes agree (${facts.up[0]?.digest.slice(0, 12) ?? ''})`);
}

/** How nodes can be reached. */
export function transportChecks(nodes: readonly NodeReading[]): HealthCheck[] {
  const told = nodes.filter(({ settings }) => settings !== undefined);
  if (told.length === 0) {
    return [heads.transport, heads.bind].map((head) => verdict(head, 'not_measured', 'no node told (CONFIG GET)'));
  }
  const passed = 'bound to named addresses or protected';
  return [
    overNodes(heads.transport, nodes, plainObjection, 'clients, bus and replication'),
    overNodes(heads.bind, nodes, bindObjection, passed),
  ];
}

function plainObjection({ settings }: NodeReading): Objection {
  if (settings === undefined) return null;
  if ((settings.get('tls-port') ?? '0') === '0') return 'no TLS';
  const found = [
    ...(settings.get('port') === '0' ? [] : ['the plain port is open']),
    ...(settings.get('tls-cluster') === 'yes' ? [] : ['the bus is not encrypted']),
    ...(settings.get('tls-replication') === 'yes' ? [] : ['replication is not encrypted']),
  ];
  return found.length === 0 ? undefined : found.join(', ');
}

function bindObjection({ settings }: NodeReading): Objection {
  if (settings === undefined) return null;
  const bind = settings.get('bind') ?? '';
  const isWild = bind.trim() === '' || bind.split(/\s+/).some((word) => /^-?(\*|::\*?|0\.0\.0\.0)$/.test(word));
  return isWild && settings.get('protected-mode') !== 'yes' ? `bind ${bind || '*'} without protected-mode` : undefined;
}
