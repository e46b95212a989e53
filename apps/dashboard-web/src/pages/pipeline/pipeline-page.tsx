import { useQuery } from '@tanstack/react-query';
import { Forward } from 'lucide-react';
import { Page } from '../../app/page.tsx';
import { pipelineText } from '../../messages/pipeline.ts';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { EmptyState, ErrorState, Stale } from '../../ui/states.tsx';
import { DeadLetters } from './dead-letters.tsx';
import { FlowChart } from './flow-chart.tsx';
import { GroupsTable } from './groups-table.tsx';
import { pipelineQuery } from './pipeline-queries.ts';

/** Whether what is accepted also arrives: lag, owners, dead letters. */
export function PipelinePage() {
  const { data, error, refetch, dataUpdatedAt } = useQuery(pipelineQuery);
  if (error && !data) {
    return (
      <Page>
        <ErrorState error={error} onRetry={() => void refetch()} className="py-24" />
      </Page>
    );
  }
  return (
    <Page>
      <div className="flex flex-col gap-3">
        <Stale sinceMs={error ? dataUpdatedAt : undefined}>
          <div className="flex flex-col gap-3">
            {data ? <FlowChart minutes={data.minutes} /> : <Skeleton className="h-60 rounded-lg" />}
            <Card
              isFlush
              title={pipelineText.groups}
              actions={<span className="hidden text-xs text-muted md:inline">{pipelineText.entries}</span>}
            >
              {data ? <GroupsTable groups={data.groups} /> : <Skeleton className="m-4 h-48" />}
              {data && !data.isComplete && (
                <p role="status" className="border-t border-line px-4 py-2 text-sm text-medium">
                  {pipelineText.incomplete}
                </p>
              )}
            </Card>
          </div>
        </Stale>
        <DeadLetters />
        <Card title={pipelineText.sinks}>
          <EmptyState icon={Forward} title={pipelineText.sinksNone} text={pipelineText.sinksText} />
        </Card>
      </div>
    </Page>
  );
}
