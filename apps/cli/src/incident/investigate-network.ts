import type { SecurityPosture } from '@redoubt/contracts';
import { isIpInRanges } from '@redoubt/compliance';
import { bad, counted, good, silentNodes, unknown, type Finding, type Investigation } from './findings.ts';
import type { NodeEvidence } from './read-nodes.ts';

export interface NetworkEvidence {
  nodes: readonly NodeEvidence[];
  /** Nodes that could not be read. */
  down: readonly { address: string; reason: string }[];
  posture: SecurityPosture | null;
  /** What each node said to PING without a user, or why nothing came. */
  anonymous: ReadonlyMap<string, { reply: string } | { error: string }>;
  /** Versions of TLS that nodes took, by address. */
  protocols: ReadonlyMap<string, readonly string[]>;
}

/** Networks that no stranger of the internet comes from: private, of carriers and pods, of one link, of this machine. */
const OWN_NETWORKS = [
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'],
  ...['::1/128', 'fc00::/7', 'fe80::/10'],
];

/** Whether nodes are shut off, speak TLS alone and are reached by whom they should. */
export function investigateNetwork({ nodes, down, posture, anonymous, protocols }: NetworkEvidence): Investigation {
  const each = (what: string, passed: string, objection: (node: NodeEvidence) => string | undefined): Finding => {
    const found = nodes.flatMap((node) => {
      const text = objection(node);
      return text === undefined ? [] : [`${node.address}: ${text}`];
    });
    if (nodes.length === 0) return unknown(what, 'no node could be read');
    return found.length > 0 ? bad(what, found.join('; ')) : good(what, passed);
  };
  const sources = counted(
    nodes.flatMap(({ clients }) =>
      Object.entries(clients).map(([who, count]) => [who.split(' from ')[1] ?? '', count] as const),
    ),
  );
  const foreign = sources.filter(([host]) => !isIpInRanges(host, OWN_NETWORKS));
  const findings: Finding[] = [
    each('isolation', 'bound to named addresses, or shut off by a network policy', ({ settings }) =>
      // Protected mode guards the user `default` without a password alone.
      isWild(settings.bind ?? '') && policyFinding(posture, 'net.policy').state !== 'good'
        ? `bind ${settings.bind || '*'} and no network policy seen`
        : undefined,
    ),
    exposureOf(nodes, anonymous),
    each('plain port', 'nodes listen with TLS alone', ({ settings }) =>
      settings.port === '0' ? undefined : `port ${settings.port} is open without TLS`,
    ),
    each('bus and replication', 'encrypted', ({ settings }) =>
      settings['tls-cluster'] === 'yes' && settings['tls-replication'] === 'yes' ? undefined : 'not encrypted',
    ),
    protocols.size === 0
      ? unknown('versions of TLS', 'no handshake could be tried')
      : each('versions of TLS', '1.2 and newer alone', ({ address }) => {
          const old = (protocols.get(address) ?? []).filter((version) => version === 'TLSv1' || version === 'TLSv1.1');
          return old.length > 0 ? `takes ${old.join(', ')}` : undefined;
        }),
    foreign.length > 0
      ? bad(
          'sources',
          `connections from public addresses: ${foreign.map(([host, count]) => `${host} (${count})`).join(', ')}`,
        )
      : good(
          'sources',
          sources
            .slice(0, 8)
            .map(([host, count]) => `${host} (${count})`)
            .join(', '),
        ),
    ...['net.policy', 'net.no-exposure'].map((checkId) => policyFinding(posture, checkId)),
  ];
  findings.push(...silentNodes(down));
  const has = (what: string): boolean => findings.some((one) => one.what === what && one.state === 'bad');
  return {
    findings,
    recommendations: [
      ...(has('exposure')
        ? ['Shut the user `default` out at once: ACL_DEFAULT_USER=off of acl-manager, or redoubt acl apply']
        : []),
      ...(has('isolation') || has('sources')
        ? ['Bind nodes to the network of services and let a firewall or NetworkPolicy admit them alone']
        : []),
      ...(has('plain port') || has('bus and replication') ? ['Turn TLS on everywhere: docs/how-to/tls.md'] : []),
      ...(has('versions of TLS') ? ['CONFIG SET tls-protocols "TLSv1.2 TLSv1.3" on the nodes named'] : []),
      'Compare the connections with the services you run: redoubt acl list, the Redis page under Users',
    ],
    subject: { ...(foreign[0] ? { sourceIp: foreign[0][0] } : {}), asset: 'redis' },
    evidence: { anonymous: Object.fromEntries(anonymous), protocols: Object.fromEntries(protocols), sources },
  };
}

/** `*`, `::` and `0.0.0.0` in any form let everyone come. */
function isWild(bind: string): boolean {
  return bind.trim() === '' || /(^|\s)-?(\*|::\*?|0\.0\.0\.0)(\s|$)/.test(bind);
}

/** Who is answered anything but a refusal is let in; a connection that fails says nothing. */
function exposureOf(nodes: readonly NodeEvidence[], anonymous: NetworkEvidence['anonymous']): Finding {
  const what = 'exposure';
  const answers = nodes.map(({ address }) => ({ address, answer: anonymous.get(address) ?? { error: 'not tried' } }));
  const open = answers.flatMap(({ address, answer }) =>
    'reply' in answer && !/NOAUTH|NOPERM|WRONGPASS/.test(answer.reply)
      ? [`${address}: answers ${answer.reply} to anybody`]
      : [],
  );
  if (open.length > 0) return bad(what, open.join('; '));
  const untried = answers.flatMap(({ address, answer }) => ('error' in answer ? [`${address}: ${answer.error}`] : []));
  if (untried.length > 0 || nodes.length === 0) return unknown(what, untried.join('; ') || 'no node could be read');
  return good(what, 'a client without a user is refused by every node');
}

function policyFinding(posture: SecurityPosture | null, checkId: string): Finding {
  const found = posture?.checks.find((one) => one.checkId === checkId);
  if (found === undefined || found.status === 'not_measured' || found.status === 'not_applicable') {
    return unknown(checkId, found?.evidence ?? 'nothing here can tell');
  }
  return found.status === 'pass' ? good(checkId, found.evidence) : bad(checkId, found.evidence);
}
