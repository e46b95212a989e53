import { isGroupName, type GroupName } from '@redoubt/key-schema';

/** What a replay puts on an entry beside its frame: fields `g`, `o` and `r`. */
export interface ReplayMark {
  /** The group that gave the event up; all others pass over the entry. */
  group: GroupName;
  /** Id of the event before its first replay. */
  originalEventId: string;
  /** How often it has been put back, this time included. */
  replays: number;
}

/** Fields and values to add to an entry. */
export function replayFields(mark: ReplayMark): (string | number)[] {
  return ['g', mark.group, 'o', mark.originalEventId, 'r', mark.replays];
}

/** Reads the mark off an entry's flat field list; undefined when it has none that is whole. */
export function readReplayMark(fields: readonly Buffer[]): ReplayMark | undefined {
  const found = new Map<string, string>();
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i] as Buffer;
    if (name.length === 1) found.set(name.toString('latin1'), (fields[i + 1] as Buffer).toString('utf8'));
  }
  const [group = '', originalEventId = '', replays] = [found.get('g'), found.get('o'), Number(found.get('r'))];
  if (!isGroupName(group) || originalEventId === '' || !Number.isSafeInteger(replays)) return undefined;
  return { group, originalEventId, replays };
}
