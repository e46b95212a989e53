import type { Lane } from '@redoubt/contracts';

/** What people call the two streams of an organisation. */
export const LANE_NAMES: Readonly<Record<Lane, string>> = { s: 'ordinary', p: 'priority' };
