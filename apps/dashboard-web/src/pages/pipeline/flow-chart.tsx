import { useMemo } from 'react';
import { TimeSeries } from '../../charts/time-series.tsx';
import { formatCount, formatRate } from '../../format/format-number.ts';
import { pipelineText } from '../../messages/pipeline.ts';
import { Card } from '../../ui/card.tsx';
import type { Pipeline } from './pipeline-queries.ts';

const heightPx = 160;

/** What came in beside what is stored: two lines that lie on each other when all is well. */
export function FlowChart({ minutes }: { minutes: Pipeline['minutes'] }) {
  // The newest minute is still growing.
  const whole = useMemo(() => minutes.slice(0, -1), [minutes]);
  const timesMs = useMemo(() => whole.map(({ atMs }) => atMs), [whole]);
  const series = useMemo(
    () => [
      {
        name: pipelineText.accepted,
        color: 'accent-text' as const,
        values: whole.map(({ accepted }) => accepted / 60),
      },
      { name: pipelineText.stored, color: 'good' as const, values: whole.map(({ stored }) => stored / 60) },
    ],
    [whole],
  );
  const underWay = minutes.reduce(
    (sum, { accepted, stored, dead }) => sum + accepted - stored - (dead.db_writer ?? 0),
    0,
  );
  return (
    <Card
      title={pipelineText.flow}
      actions={<span className="tabular text-xs text-muted">{pipelineText.underWay(Math.max(0, underWay))}</span>}
    >
      <TimeSeries
        label={pipelineText.flow}
        heightPx={heightPx}
        timesMs={timesMs}
        series={series}
        format={(value) => (value < 10 ? formatRate(value) : `${formatCount(Math.round(value))}/s`)}
      />
    </Card>
  );
}
