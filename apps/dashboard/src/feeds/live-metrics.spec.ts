import { acceptedBetween, liveMetricsOf, type LiveReading } from './live-metrics.ts';

function reading(atMs: number, accepted: [number, number][], medium: [number, number][] = []): LiveReading {
  return {
    ...{ atMs, openAlerts: 1, openIncidents: 2, storedLagMs: 3 },
    accepted: new Map(accepted),
    bySeverity: new Map(medium.map(([minute, count]) => [minute, new Map([['medium', count]])])),
  };
}

it('counts over the change of a minute', () => {
  expect(
    acceptedBetween(
      reading(59_500, [
        [0, 100],
        [60_000, 3],
      ]),
      reading(60_500, [
        [60_000, 40],
        [0, 110],
      ]),
    ),
  ).toBe(47);
});

it('does not count down when a failover took counts back', () => {
  expect(acceptedBetween(reading(1_000, [[0, 100]]), reading(2_000, [[0, 90]]))).toBe(0);
});

it('gives the rate of the last second, and of severities over all readings', () => {
  const readings = [
    reading(0, [[0, 0]], [[0, 0]]),
    reading(1_000, [[0, 10]], [[0, 0]]),
    reading(3_000, [[0, 40]], [[0, 30]]),
  ];
  expect(liveMetricsOf(readings)).toEqual({
    ...{ atMs: 3_000, eventsPerSecond: 15, openAlerts: 1, openIncidents: 2, storedLagMs: 3 },
    bySeverity: { informational: 0, low: 0, medium: 10, high: 0, critical: 0 },
  });
});
