import type { SecurityPosture } from '@redoubt/contracts';
import { bad, counted, good, unknown, type Finding, type Investigation } from './findings.ts';
import type { NodeEvidence } from './read-nodes.ts';

export interface NetworkEvidence {
  nodes: readonly NodeEvidence[];
  posture: SecurityPosture | null;
  /** Answer of each node to PING without a user. */
  anonymous: ReadonlyMap<string, string>;
  /** Versions of TLS that nodes took, by address. */
  protocols: ReadonlyMap<string, readonly string[]>;
}

const isPrivate = (host: string): boolean =>
  /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd])/i.test(host);

/** Whether nodes are shut off, speak TLS alone and are reached by whom they should. */
export function investigateNetwork({ nodes, posture, anonymous, protocols }: NetworkEvidence): Investigation {
  const each = (what: string, passed: string, objection: (node: NodeEvidence) => string | undefined): Finding => {
    const found = nodes.flatMap((node) => {
      const text = objection(node);
      return text === undefined ? [] : [`${node.address}: ${text}`];
    });
    return found.length > 0 ? bad(what, found.join('; ')) : good(what, passed);
  };
  const sources = counted(
    nodes.flatMap(({ clients }) =>
      Object.entries(clients).map(([who, count]) => [who.split(' from ')[1] ?? '', count] as const),
    ),
  );
  const foreign = sources.filter(([host]) => !isPrivate(host));
  const findings: Finding[] = [
    each('isolation', 'bound to named addresses or protected', ({ settings }) =>
      /(^|\s)-?(\*|::\*?|0\.0\.0\.0)(\s|$)/.test(settings.bind ?? '') && settings['protected-mode'] !== 'yes'
        ? `bind ${settings.bind} without protected-mode`
        : undefined,
    ),
    each('exposure', 'a client without a user is refused by every node', ({ address }) => {
      const answer = anonymous.get(address);
      return answer !== undefined && !/NOAUTH|NOPERM|WRONGPASS/.test(answer)
        ? `answers ${answer} to anybody`
        : undefined;
    }),
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

function policyFinding(posture: SecurityPosture | null, checkId: string): Finding {
  const found = posture?.checks.find((one) => one.checkId === checkId);
  if (found === undefined || found.status === 'not_measured' || found.status === 'not_applicable') {
    return unknown(checkId, found?.evidence ?? 'nothing here can tell');
  }
  return found.status === 'pass' ? good(checkId, found.evidence) : bad(checkId, found.evidence);
}
