import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Sparkles } from 'lucide-react';
import { anomaliesQuery, anomalyModelQuery, type AnomalousEvent } from '../../anomalies/anomaly-queries.ts';
import { ScoreMark } from '../../anomalies/score-mark.tsx';
import { anomaliesText } from '../../messages/anomalies.ts';
import { eventTypeText } from '../../messages/domain.ts';
import { Card } from '../../ui/card.tsx';
import { linkClass } from '../../ui/link.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { ModelStateLine } from './model-state-line.tsx';

const shownCount = 8;
const aroundMs = 60_000;

/** What was most unusual of late, each with its weightiest reason, and how far the model is to be trusted. */
export function AnomaliesCard() {
  const { data, error, isPending, refetch } = useQuery(anomaliesQuery(shownCount));
  const model = useQuery(anomalyModelQuery).data;
  return (
    <Card
      isFlush
      title={anomaliesText.title}
      actions={<span className="text-xs text-muted">{anomaliesText.note}</span>}
    >
      <div className="flex h-full flex-col">
        {model?.model && <ModelStateLine state={model.model} drift={model.drift} />}
        {isPending && (
          <div className="p-4">
            <SkeletonLines count={6} />
          </div>
        )}
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data?.anomalies.length === 0 && <Nothing isOn={model?.isOn ?? true} hasModel={Boolean(model?.model)} />}
        <ol aria-label={anomaliesText.list}>
          {data?.anomalies.map((anomaly) => (
            <li key={anomaly.eventId}>
              <AnomalyLine anomaly={anomaly} />
            </li>
          ))}
        </ol>
      </div>
    </Card>
  );
}

function Nothing({ isOn, hasModel }: { isOn: boolean; hasModel: boolean }) {
  if (!isOn) {
    const flags = (
      <Link to="/settings" search={{ section: 'organization' }} className={`text-sm ${linkClass}`}>
        {anomaliesText.turnOn}
      </Link>
    );
    return <EmptyState icon={Sparkles} title={anomaliesText.offTitle} text={anomaliesText.offText} action={flags} />;
  }
  if (!hasModel) return <EmptyState icon={Sparkles} title={anomaliesText.emptyTitle} text={anomaliesText.emptyText} />;
  return <EmptyState icon={Sparkles} title={anomaliesText.noneTitle} />;
}

function AnomalyLine({ anomaly }: { anomaly: AnomalousEvent }) {
  const { eventId, eventType, eventTimeMs, sourceIp, user, asset, anomalyScore, reasons, alike } = anomaly;
  const about = [user, sourceIp, asset].filter((one) => one !== undefined).join(' · ');
  const search = {
    ...{ event: eventId, fromMs: eventTimeMs - aroundMs, toMs: eventTimeMs + aroundMs, type: eventType },
    ...(user === undefined ? {} : { user }),
    ...(sourceIp === undefined ? {} : { source: sourceIp }),
  };
  return (
    <Link to="/search" search={search} className="flex gap-3 border-b border-line px-4 py-2 text-sm hover:bg-hover">
      <ScoreMark score={anomalyScore} />
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="line-clamp-2 wrap-anywhere">{reasons[0]?.text ?? anomaliesText.noReason}</span>
        <span className="flex min-w-0 items-center gap-2 text-xs text-muted">
          <span className="shrink-0">{eventTypeText(eventType)}</span>
          {alike > 1 && <span className="tabular shrink-0">{anomaliesText.alike(alike)}</span>}
          <span className="code truncate">{about}</span>
          <span className="ml-auto shrink-0">
            <RelativeTime atMs={eventTimeMs} />
          </span>
        </span>
      </span>
    </Link>
  );
}
