import type { ReactNode } from 'react';
import { redisText } from '../../messages/redis.ts';
import { formatDuration } from '../../time/format-time.ts';
import { Card } from '../../ui/card.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import type { Posture } from './redis-queries.ts';

/** What took a node long: single commands, and whatever else its latency monitor noted. */
export function StallTables({ posture }: { posture: Posture }) {
  const { slowLog, latencyEvents } = posture.performance;
  const isBasic = posture.level === 'basic';
  return (
    <div className="grid items-start gap-3 xl:grid-cols-2">
      <StallTable
        title={redisText.slowLog}
        columns={redisText.slowColumns}
        empty={isBasic ? redisText.slowBasic : redisText.slowNone}
        rows={slowLog.map(({ atMs, node, command, durationUs }) => ({
          ...{ atMs, node, name: command },
          figures: [formatDuration(durationUs / 1_000)],
        }))}
      />
      <StallTable
        title={redisText.stalls}
        columns={redisText.stallColumns}
        empty={isBasic ? redisText.slowBasic : noStalls(posture)}
        rows={latencyEvents.map(({ atMs, node, event, latestMs, longestMs }) => ({
          ...{ atMs, node, name: event },
          figures: [formatDuration(latestMs), formatDuration(longestMs)],
        }))}
      />
    </div>
  );
}

/** Nothing noted is good news only where something notes. */
function noStalls({ nodes }: Posture): string {
  const off = nodes.filter(({ latencyThresholdMs }) => latencyThresholdMs === 0).length;
  return off === 0 ? redisText.stallsNone : redisText.stallsOff(off, nodes.length);
}

interface Stall {
  atMs: number;
  node: string;
  name: string;
  figures: readonly string[];
}

interface StallTableProps {
  title: string;
  columns: readonly string[];
  empty: ReactNode;
  rows: readonly Stall[];
}

function StallTable({ title, columns, empty, rows }: StallTableProps) {
  return (
    <Card isFlush title={title}>
      {rows.length === 0 ? (
        <p className="px-4 py-6 text-center text-sm text-muted">{empty}</p>
      ) : (
        <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label={title}>
          <table className="w-full text-sm">
            <thead>
              <tr className="border-b border-line text-left text-xs text-muted">
                {columns.map((column) => (
                  <th key={column} className="h-8 px-4 font-medium">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ atMs, node, name, figures }, index) => (
                <tr key={`${atMs} ${node} ${name} ${index}`} className="h-8 border-b border-line last:border-b-0">
                  <td className="px-4">
                    <RelativeTime atMs={atMs} />
                  </td>
                  <td className="code px-4">{name}</td>
                  {figures.map((figure, column) => (
                    <td key={columns[column + 2]} className="tabular px-4">
                      {figure}
                    </td>
                  ))}
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
