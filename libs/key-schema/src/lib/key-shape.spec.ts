import { newOrgId } from '@redoubt/contracts';
import { KEY_CATALOGUE } from './catalogue.ts';
import { clusterKeys } from './cluster-keys.ts';
import { aclPattern, declarationOf, exampleKey, shapeOfKey } from './key-shape.ts';
import { orgKeys } from './org-keys.ts';

const keys = orgKeys(newOrgId());

describe('shape of a key', () => {
  it.each([
    [keys.eventsStream(), '{org:<uuid>}:events:stream'],
    [keys.fence('db_writer'), '{org:<uuid>}:fence:db_writer'],
    [keys.fence('siem_forwarder:splunk-1'), '{org:<uuid>}:fence:siem_forwarder*'],
    [keys.assetHealth('ab'), '{org:<uuid>}:asset:health:<hash>'],
    [keys.assetHour('ab', Date.UTC(2026, 10, 21)), '{org:<uuid>}:asset:<hash>:<hour>'],
    [keys.notificationsDue(), '{org:<uuid>}:notify:due'],
    [clusterKeys.leases('db_writer'), '{coord:db_writer}:leases'],
    [`${clusterKeys.bull('reports')}:meta`, '{bull:reports}:*'],
    [clusterKeys.bell(3), '{bell:<0-15>}'],
  ])('%s', (key, shape) => {
    expect(shapeOfKey(key)?.shape).toBe(shape);
    expect(shapeOfKey(exampleKey(shape))?.shape).toBe(shape);
  });

  it('is none for what the schema does not have', () => {
    for (const key of ['events:stream', '{org:a}:events:stream', `${keys.tag}:secrets`, 'x{org:a}'])
      expect(shapeOfKey(key)).toBeNull();
  });

  it.each(KEY_CATALOGUE.map((one) => [one.pattern, one] as const))('%s has an example of its own', (pattern, one) => {
    const shape = pattern.replace('<group>', 'db_writer').replace('<queue>', 'q');
    expect(declarationOf(shape)).toBe(one);
  });

  it('of unknown text is refused', () => {
    expect(() => declarationOf('{nothing}:here')).toThrow(TypeError);
  });
});

describe('access pattern', () => {
  it('keeps ids and stamps to their length', () => {
    expect(aclPattern('{org:<uuid>}:ledger:<minute>')).toBe(
      '{org:????????-????-4???-[89ab]???-????????????}:ledger:????????????',
    );
    expect(aclPattern('{bell:<0-15>}')).toBe('{bell:*}');
    expect(aclPattern('{org:<uuid>}:fence:siem_forwarder*')).toMatch(/siem_forwarder\*$/);
  });
});
