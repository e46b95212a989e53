import type { Lane } from '@redoubt/contracts';

/** What people call the streams of an organisation. */
export const LANE_NAMES: Readonly<Record<Lane, string>> = {
  s: 'ordinary',
  p: 'priority',
  c: 'commands',
  d: 'detections',
  a: 'alerts',
  x: 'scores',
  u: 'audit',
};
