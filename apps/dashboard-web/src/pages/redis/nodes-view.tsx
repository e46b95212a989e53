import { Sparkline } from '../../charts/sparkline.tsx';
import { formatBytes, formatShort } from '../../format/format-number.ts';
import { redisText } from '../../messages/redis.ts';
import { formatDuration } from '../../time/format-time.ts';
import { Card } from '../../ui/card.tsx';
import { Stat } from '../../ui/stat.tsx';
import { NodesTable } from './nodes-table.tsx';
import type { Posture } from './redis-queries.ts';
import { StallTables } from './stall-tables.tsx';

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
      <StallTables posture={posture} />
    </div>
  );
}
