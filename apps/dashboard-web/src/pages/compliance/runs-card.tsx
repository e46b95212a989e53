import { useQuery } from '@tanstack/react-query';
import { formatCount, formatShare } from '../../format/format-number.ts';
import { complianceText } from '../../messages/compliance.ts';
import { Card } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copy-button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { SmallTable } from '../settings/small-table.tsx';
import { runsQuery, type ListedRun } from './compliance-queries.ts';

const { runColumns } = complianceText;

/** The newest runs of the checks over the installation, with what each found and its hash in the chain. */
export default function RunsCard() {
  const { data, error, refetch } = useQuery(runsQuery);
  return (
    <Card isFlush title={complianceText.runs}>
      {data ? (
        <SmallTable
          label={complianceText.runs}
          heads={[
            runColumns.run,
            runColumns.when,
            runColumns.score,
            runColumns.measured,
            runColumns.found,
            runColumns.hash,
          ]}
          rows={data.runs.map((run) => ({ id: run.runId, cells: cellsOf(run) }))}
          empty={complianceText.runsNone}
        />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <div aria-busy="true" className="p-4">
          <SkeletonLines />
        </div>
      )}
    </Card>
  );
}

function cellsOf({ seq, atMs, score, measuredShare, counts, hash }: ListedRun) {
  return [
    <span key="r" className="tabular whitespace-nowrap">
      {formatCount(seq)}
    </span>,
    <span key="w" className="whitespace-nowrap text-muted">
      <RelativeTime atMs={atMs} hasSuffix />
    </span>,
    <span key="s" className="tabular">
      {score ?? complianceText.reportNone}
    </span>,
    <span key="m" className="tabular text-muted">
      {formatShare(measuredShare)}
    </span>,
    <span key="f" className="tabular whitespace-nowrap">
      {complianceText.runFound(counts.pass, counts.fail, counts['not-measured'])}
    </span>,
    <Copyable key="h" text={hash} shown={hash.slice(0, 12)} />,
  ];
}
