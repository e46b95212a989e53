import type { Severity } from '@redoubt/contracts';
import { Feed } from './feed.ts';
import { Observable } from './observable.ts';
import { RingBuffer } from './ring-buffer.ts';

/** One second of the organisation, as `/metrics` sends it. */
export interface MetricsPoint {
  atMs: number;
  eventsPerSecond: number;
  bySeverity: Readonly<Record<Severity, number>>;
  openAlerts: number;
  openIncidents: number;
  /** How long after its acceptance an event is stored. */
  storedLagMs?: number;
}

/** A quarter of an hour. */
const capacity = 900;
const points = new RingBuffer<MetricsPoint>(capacity);

/** Second by second, oldest first; the last one is now. */
export const metricsPoints = new Observable<readonly MetricsPoint[]>([]);

export const metricsFeed = new Feed({
  namespace: '/metrics',
  hiddenMs: 0,
  on: {
    metrics: (point: MetricsPoint) => {
      points.push(point);
      metricsPoints.set(points.toArray());
    },
  },
});

/** Of another organisation now. */
export function forgetMetrics(): void {
  points.clear();
  metricsPoints.set([]);
}
