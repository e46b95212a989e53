import { LANES } from '@redoubt/contracts';
import {
  baseGroupOf,
  GROUPS,
  groupsOfLane,
  isGroupName,
  LANES_OF_GROUP,
  lanesOfGroup,
  parseGroupName,
} from './groups.ts';

describe('groups', () => {
  it('are known by name, sinks by their shape', () => {
    expect(GROUPS.every(isGroupName)).toBe(true);
    expect(parseGroupName('siem_forwarder:splunk-1')).toBe('siem_forwarder:splunk-1');
    for (const text of ['processors', 'notifier:a', 'siem_forwarder:', 'siem_forwarder:A']) {
      expect(() => parseGroupName(text)).toThrow(TypeError);
    }
  });

  it('read the streams that were agreed', () => {
    expect(LANES_OF_GROUP).toEqual({
      alert_engine: ['s', 'p', 'd', 'c'],
      ml_engine: ['s', 'p', 'a'],
      db_writer: ['s', 'p', 'a', 'x'],
      siem_forwarder: ['s', 'p', 'a', 'u'],
      notifier: ['a'],
    });
    expect(LANES.map((lane) => groupsOfLane(lane).length)).toEqual([4, 4, 1, 1, 4, 1, 1]);
  });

  it('give a further sink what the first one reads', () => {
    expect(baseGroupOf('siem_forwarder:splunk-1')).toBe('siem_forwarder');
    expect(lanesOfGroup('siem_forwarder:splunk-1')).toEqual(['s', 'p', 'a', 'u']);
    expect(lanesOfGroup('notifier')).toEqual(['a']);
  });
});
