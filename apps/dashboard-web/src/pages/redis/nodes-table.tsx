import clsx from 'clsx';
import { formatBytes, formatCount, formatShort } from '../../format/format-number.ts';
import { redisText } from '../../messages/redis.ts';
import { formatAgo, formatDuration } from '../../time/format-time.ts';
import { useNow } from '../../time/use-now.ts';
import { Badge } from '../../ui/badge.tsx';
import type { PostureNode } from './redis-queries.ts';

const soonMs = 21 * 86_400_000;
const fullShare = 0.8;
const { nodeColumns } = redisText;
const HEADS: readonly (readonly [keyof typeof nodeColumns, isEnd: boolean])[] = [
  ['node', false],
  ['state', false],
  ['users', false],
  ['memory', false],
  ['ops', true],
  ['clients', true],
  ['lag', true],
  ['latency', true],
  ['slow', true],
  ['rejected', true],
  ['certificate', true],
];

/** Every node, replicas below their master. */
export function NodesTable({ nodes }: { nodes: readonly PostureNode[] }) {
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const masters = nodes.filter(({ masterId }) => masterId === undefined || !byId.has(masterId));
  const rows = masters.flatMap((master) => [
    master,
    ...nodes.filter(({ masterId, nodeId }) => masterId === master.nodeId && nodeId !== master.nodeId),
  ]);
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={redisText.nodesTitle(nodes.length)}>
      <table className="w-full min-w-[960px] text-sm">
        <thead>
          <tr className="border-b border-line text-left text-xs text-muted">
            {HEADS.map(([name, isEnd]) => (
              <th
                key={name}
                className={clsx('h-8 px-2.5 font-medium whitespace-nowrap first:pl-4 last:pr-4', isEnd && 'text-right')}
              >
                {nodeColumns[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((node) => (
            <NodeRow key={node.nodeId} node={node} master={byId.get(node.masterId ?? '')} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NodeRow({ node, master }: { node: PostureNode; master: PostureNode | undefined }) {
  const { latencyMs, slowLogLength, rejectedConnections, replicationLagBytes } = node;
  return (
    <tr className="border-b border-line last:border-b-0">
      <th scope="row" className={clsx('py-1.5 pr-3 text-left font-normal', node.role === 'replica' ? 'pl-9' : 'pl-4')}>
        <span className="code block">{node.address}</span>
        <span className="block text-xs text-muted">
          {redisText.roles[node.role]}{' '}
          {master && <span className="sr-only">{redisText.replicaOf(master.address)}</span>}
          {node.version}
        </span>
      </th>
      <td className="px-2.5">
        <NodeState node={node} />
      </td>
      <td className="px-2.5">
        {node.isReachable && (
          <Badge tone={node.isAsDeclared ? 'good' : 'danger'}>
            {node.isAsDeclared ? redisText.asDeclared : redisText.drifted}
          </Badge>
        )}
        {node.digest !== undefined && (
          <span className="code block text-xs text-muted" title={node.digest}>
            {node.digest.slice(0, 12)}
          </span>
        )}
      </td>
      <td className="px-2.5">
        <Memory node={node} />
      </td>
      <Figure>{node.opsPerSecond === undefined ? '–' : formatShort(node.opsPerSecond)}</Figure>
      <Figure>{node.connectedClients === undefined ? '–' : formatCount(node.connectedClients)}</Figure>
      <Figure>{replicationLagBytes === undefined ? '–' : formatBytes(replicationLagBytes)}</Figure>
      <Figure>{latencyMs === undefined ? '–' : formatDuration(latencyMs)}</Figure>
      <Figure>{slowLogLength === undefined ? '–' : formatCount(slowLogLength)}</Figure>
      <Figure isBad={(rejectedConnections ?? 0) > 0}>
        {rejectedConnections === undefined ? '–' : formatCount(rejectedConnections)}
      </Figure>
      <Certificate endMs={node.certNotAfterMs} />
    </tr>
  );
}

function Figure({ isBad = false, children }: { isBad?: boolean; children: React.ReactNode }) {
  return <td className={clsx('tabular px-2.5 text-right', isBad && 'text-medium')}>{children}</td>;
}

function NodeState({ node: { isReachable, isLinked } }: { node: PostureNode }) {
  if (!isReachable) return <Badge tone="danger">{redisText.unreachable}</Badge>;
  if (isLinked === false) return <Badge tone="warning">{redisText.linkDown}</Badge>;
  return <Badge tone="good">{redisText.up}</Badge>;
}

function Memory({ node: { usedMemoryBytes: used, maxMemoryBytes: most = 0 } }: { node: PostureNode }) {
  if (used === undefined) return <>–</>;
  const share = most === 0 ? 0 : Math.min(used / most, 1);
  return (
    <div className="flex min-w-26 flex-col gap-1">
      <span className="tabular text-xs">
        {most === 0 ? redisText.noLimit(formatBytes(used)) : redisText.memoryOf(formatBytes(used), formatBytes(most))}
      </span>
      {most > 0 && (
        <span aria-hidden className="h-1 overflow-hidden rounded-full bg-hover">
          <span
            className={clsx('block h-full rounded-full', share > fullShare ? 'bg-mark-medium' : 'bg-accent')}
            style={{ width: `${share * 100}%` }}
          />
        </span>
      )}
    </div>
  );
}

function Certificate({ endMs }: { endMs: number | undefined }) {
  const nowMs = useNow();
  if (endMs === undefined) return <td className="px-2.5 pr-4 text-right text-faint">–</td>;
  return (
    <td className={clsx('tabular px-2.5 pr-4 text-right whitespace-nowrap', endMs - nowMs < soonMs && 'text-medium')}>
      {formatAgo(endMs, nowMs)}
    </td>
  );
}
