import { liveLayers, seriesLayers } from './severity-layers.ts';

const counts = { critical: 6, high: 0, medium: 60, low: 0, informational: 120 };

test('counts become events per second, and the step that still grows is left out', () => {
  const points = [
    { atMs: 0, ...counts },
    { atMs: 60_000, ...counts, critical: 0 },
  ];
  const { timesMs, series } = seriesLayers({ stepMs: 60_000, points });
  expect(timesMs).toEqual([0]);
  expect(series.map(({ color, values }) => [color, values])).toEqual([
    ['informational', [2]],
    ['low', [0]],
    ['medium', [1]],
    ['high', [0]],
    ['critical', [0.1]],
  ]);
});

test('live points are shown as they are', () => {
  const point = { atMs: 5, eventsPerSecond: 3, bySeverity: counts, openAlerts: 0, openIncidents: 0 };
  expect(liveLayers([point]).series.at(-1)).toEqual({ name: 'Critical', color: 'critical', values: [6] });
});
