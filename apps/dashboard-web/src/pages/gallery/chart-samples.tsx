import type { Severity } from '@redoubt/contracts';
import { Bars } from '../../charts/bars.tsx';
import { SeveritySplit } from '../../charts/severity-split.tsx';
import { Sparkline } from '../../charts/sparkline.tsx';
import { TimeSeries } from '../../charts/time-series.tsx';
import { formatRate } from '../../format/format-number.ts';
import { severityText } from '../../messages/domain.ts';
import { Card } from '../../ui/card.tsx';

const seconds = 900;
const endMs = Date.now();
const timesMs = Array.from({ length: seconds / 5 }, (_, index) => endMs - seconds * 1_000 + index * 5_000);

const wave = (base: number, size: number, phase: number): number[] =>
  timesMs.map((_, index) =>
    Math.max(0, base + size * Math.sin(index / 17 + phase) + ((index * 13 + phase * 7) % 11) * size * 0.05),
  );

const burst = timesMs.map((_, index) => (index > 120 && index < 150 ? 60 + ((index * 17) % 23) : (index * 5) % 4));

const layers: readonly (readonly [Severity, readonly number[]])[] = [
  ['informational', wave(900, 120, 0)],
  ['low', wave(240, 60, 1)],
  ['medium', wave(90, 30, 2)],
  ['high', wave(18, 8, 3)],
  ['critical', burst],
];
const series = layers.map(([severity, values]) => ({ name: severityText[severity], color: severity, values }));

export function ChartSamples() {
  return (
    <div className="grid gap-4 lg:grid-cols-3">
      <Card title="Events per second, by severity" className="lg:col-span-2">
        <TimeSeries
          label="Events per second, by severity"
          timesMs={timesMs}
          series={series}
          isStacked
          format={formatRate}
          onZoom={() => undefined}
        />
      </Card>
      <Card title="Top threats (1 h)">
        <Bars
          label="Top threats"
          bars={[
            { id: '1', label: 'Failed login', value: 2_861 },
            { id: '2', label: 'Invalid user', value: 1_204 },
            { id: '3', label: 'Web request', value: 731 },
            { id: '4', label: 'SQL injection attempt', value: 88, color: 'critical' },
            { id: '5', label: 'Privilege change', value: 12 },
          ]}
        />
      </Card>
      <Card title="Last hour">
        <SeveritySplit
          label="Events by severity"
          counts={{ critical: 12, high: 88, medium: 640, low: 1_900, informational: 5_200 }}
        />
      </Card>
      <Card title="Window with its threshold" className="lg:col-span-2">
        <Sparkline isWide label="Failed logins per minute" values={burst} threshold={40} height={64} color="critical" />
      </Card>
    </div>
  );
}
