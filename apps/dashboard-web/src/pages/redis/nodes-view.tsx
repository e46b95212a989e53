import { Sparkline } from '../../charts/sparkline.tsx';
import { formatBytes, formatShort } from '../../format/format-number.ts';
import { redisText } from '../../messages/redis.ts';
import { formatDuration } from '../../time/format-time.ts';
import { Card } from '../../ui/card.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Stat } from '../../ui/stat.tsx';
import { NodesTable } from './nodes-table.tsx';
import type { Posture } from './redis-queries.ts';

/** How fast the installation is beside how safe it is, and each node of it. */
export default function NodesView({ posture, opsHistory }: { posture: Posture; opsHistory: readonly number[] }) {
  const { opsPerSecond, usedMemoryBytes, maxMemoryBytes, latencyMs } = posture.performance;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-3">
        <Stat
          label={redisText.opsPerSecond}
          value={formatShort(opsPerSecond)}
          aside={opsHistory.length > 1 && <Sparkline label={redisText.opsPerSecond} values={opsHistory} width={96} />}
        />
        <Stat
          label={redisText.memory}
          value={formatBytes(usedMemoryBytes)}
          note={maxMemoryBytes === 0 ? redisText.unlimited : redisText.ofMost(formatBytes(maxMemoryBytes))}
        />
        <Stat label={redisText.latency} value={latencyMs === null ? '–' : formatDuration(latencyMs)} />
      </div>
      <Card isFlush title={redisText.nodesTitle(posture.nodes.length)}>
        <NodesTable nodes={posture.nodes} />
      </Card>
      <SlowLog posture={posture} />
    </div>
  );
}

function SlowLog({ posture: { performance, level } }: { posture: Posture }) {
  const { slowLog } = performance;
  return (
    <Card isFlush title={redisText.slowLog}>
      {slowLog.length === 0 ? (
        <p className="px-4 py-6 text-center text-sm text-muted">
          {level === 'basic' ? redisText.slowBasic : redisText.slowNone}
        </p>
      ) : (
        <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label={redisText.slowLog}>
          <table className="w-full text-sm">
            <thead>
              <tr className="border-b border-line text-left text-xs text-muted">
                {redisText.slowColumns.map((title) => (
                  <th key={title} className="h-8 px-4 font-medium">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {slowLog.map(({ atMs, node, command, durationUs }, index) => (
                <tr key={`${atMs} ${node} ${index}`} className="h-8 border-b border-line last:border-b-0">
                  <td className="px-4">
                    <RelativeTime atMs={atMs} />
                  </td>
                  <td className="code px-4">{command}</td>
                  <td className="tabular px-4">{formatDuration(durationUs / 1_000)}</td>
                  <td className="code px-4 text-muted">{node}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
