import { EVENT_LANES, LANES, type Lane } from '@redoubt/contracts';
import { BadValue, flag, option } from '../../command/inputs.ts';

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

/** For result schemas. */
export const laneMeaning = LANES.map((lane) => `\`${lane}\` ${LANE_NAMES[lane]}`).join(', ');

const asLanes = (text: string, before: readonly Lane[] | undefined): readonly Lane[] => {
  const given = text.split(',').map((word): Lane => {
    const name = word.trim();
    const found = LANES.find((lane) => lane === name || LANE_NAMES[lane] === name);
    if (found === undefined) throw new BadValue(`must be some of ${Object.values(LANE_NAMES).join(', ')}`);
    return found;
  });
  return [...new Set([...(before ?? []), ...given])];
};

/** Which streams a command looks at. */
export const laneOptions = {
  lane: option(
    '--lane <streams>',
    `some of ${Object.values(LANE_NAMES).join(', ')} (default: ordinary and priority, which hold events)`,
    asLanes,
  ),
  all: flag('--all', 'every stream'),
};

export function lanesOf({ lane, all }: { lane: readonly Lane[] | undefined; all: boolean }): readonly Lane[] {
  return all ? LANES : (lane ?? EVENT_LANES);
}
