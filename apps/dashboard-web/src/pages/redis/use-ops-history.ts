import { useState } from 'react';
import type { Posture } from './redis-queries.ts';

const mostPoints = 60;

/** Commands per second of the looks since the page was opened, the newest last. */
export function useOpsHistory({ atMs, performance: { opsPerSecond } }: Posture): readonly number[] {
  const [history, setHistory] = useState({ atMs, points: [opsPerSecond] });
  if (atMs <= history.atMs) return history.points;
  const next = { atMs, points: [...history.points, opsPerSecond].slice(-mostPoints) };
  setHistory(next);
  return next.points;
}
