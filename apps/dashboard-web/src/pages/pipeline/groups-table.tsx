import clsx from 'clsx';
import { formatCount } from '../../format/format-number.ts';
import { pipelineText } from '../../messages/pipeline.ts';
import { formatDuration } from '../../time/format-time.ts';
import { Badge } from '../../ui/badge.tsx';
import type { Pipeline } from './pipeline-queries.ts';

type Group = Pipeline['groups'][number];
type Lane = Group['lanes'][number];

/** Older than this it should have been handled. */
const slowMs = 30_000;
const manyEntries = 1_000;

export function groupName(group: string): string {
  return pipelineText.groupNames[group] ?? group;
}

/** What each group still has to do, lane by lane. */
export function GroupsTable({ groups }: { groups: readonly Group[] }) {
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={pipelineText.groups}>
      <table className="w-full min-w-[640px] text-sm">
        <thead>
          <tr className="border-b border-line text-left text-xs text-muted">
            <th className="px-4 py-2 font-medium">{pipelineText.group}</th>
            <th className="px-4 py-2 font-medium" />
            <th className="px-4 py-2 text-right font-medium">{pipelineText.lag}</th>
            <th className="px-4 py-2 text-right font-medium">{pipelineText.pending}</th>
            <th className="px-4 py-2 text-right font-medium">{pipelineText.oldest}</th>
            <th className="px-4 py-2 font-medium">{pipelineText.owner}</th>
            <th className="px-4 py-2 text-right font-medium">{pipelineText.dead}</th>
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.group} className="border-b border-line last:border-b-0">
            {group.lanes.map((lane, index) => (
              <tr key={lane.lane} className="h-8">
                {index === 0 && <NameCell group={group} />}
                <td className="px-4 text-muted">{pipelineText.lanes[lane.lane] ?? lane.lane}</td>
                <LaneCells lane={lane} />
                {index === 0 && <OwnerCells group={group} />}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function NameCell({ group: { group, isExpected, lanes, workers } }: { group: Group }) {
  return (
    <th scope="rowgroup" rowSpan={lanes.length} className="px-4 py-2 text-left align-top font-normal">
      <span className="font-medium">{groupName(group)}</span>
      <span className="code block text-xs text-muted">{group}</span>
      <span className="tabular block text-xs text-muted">{workers !== null && pipelineText.workers(workers)}</span>
      {!isExpected && <span className="block text-xs text-muted">{pipelineText.notExpected}</span>}
    </th>
  );
}

function LaneCells({ lane: { isPresent, lagEntries, pendingEntries, oldestPendingMs } }: { lane: Lane }) {
  const isSlow = oldestPendingMs !== undefined && oldestPendingMs > slowMs;
  return (
    <>
      <td className={clsx('tabular px-4 text-right', (lagEntries ?? 0) > manyEntries && 'text-medium')}>
        {isPresent ? shown(lagEntries) : <Badge tone="danger">{pipelineText.missing}</Badge>}
      </td>
      <td className="tabular px-4 text-right">{formatCount(pendingEntries)}</td>
      <td className={clsx('tabular px-4 text-right', isSlow ? 'text-critical' : 'text-muted')}>
        {oldestPendingMs === undefined ? '–' : formatDuration(oldestPendingMs)}
      </td>
    </>
  );
}

function OwnerCells({ group: { owner, lanes, deadLetters } }: { group: Group }) {
  return (
    <>
      <td rowSpan={lanes.length} className="px-4 py-2 align-top">
        {owner === null ? (
          <span className="text-medium">{pipelineText.nobody}</span>
        ) : (
          <>
            <span className="code block max-w-40 truncate text-xs" title={owner.workerId}>
              {owner.workerId}
            </span>
            <span className="tabular text-xs text-muted">
              {pipelineText.ownedFor(formatDuration(owner.leaseAgeMs))}
            </span>
          </>
        )}
      </td>
      <td
        rowSpan={lanes.length}
        className={clsx('tabular px-4 py-2 text-right align-top', (deadLetters ?? 0) > 0 && 'text-critical')}
      >
        {shown(deadLetters)}
      </td>
    </>
  );
}

/** What Redis could not say is not nought. */
function shown(count: number | null): string {
  return count === null ? pipelineText.unknown : formatCount(count);
}
