import { newOrgId } from '@redoubt/contracts';
import { CLUSTER_KEY_DECLARATIONS } from './cluster-key-declarations.ts';
import { clusterKeys } from './cluster-keys.ts';
import { bellOf, partitionOf, PARTITION_COUNT } from './partition.ts';
import { parseKey } from './parse-key.ts';
import { slotOf } from './hash-slot.ts';

const pinned: Record<string, [string, string]> = {
  members: [clusterKeys.members('db_writer'), '{coord:db_writer}:members'],
  leases: [clusterKeys.leases('db_writer'), '{coord:db_writer}:leases'],
  rebalance: [clusterKeys.rebalance('db_writer'), '{coord:db_writer}:rebalance'],
  bell: [clusterKeys.bell(3), '{bell:3}'],
  orgRegistry: [clusterKeys.orgRegistry(17), '{orgs:17}:members'],
  orgRegistryVersion: [clusterKeys.orgRegistryVersion(17), '{orgs:17}:version'],
  apiKey: [clusterKeys.apiKey('k1'), '{apikey:k1}'],
  loginAttempts: [clusterKeys.loginAttempts('5d41'), '{login:5d41}'],
  bull: [clusterKeys.bull('reports'), '{bull:reports}'],
  rulePack: [clusterKeys.rulePack('redoubt-core', '1.2.0'), '{pack:redoubt-core}:1.2.0'],
  aclAudit: [clusterKeys.aclAudit(), '{acl}:audit'],
  aclAuditHead: [clusterKeys.aclAuditHead(), '{acl}:audit:head'],
  aclPosture: [clusterKeys.aclPosture(), '{acl}:posture'],
  aclRequests: [clusterKeys.aclRequests(), '{acl}:requests'],
  aclOperatorRequests: [clusterKeys.aclOperatorRequests(), '{acl}:requests:operators'],
  aclReply: [clusterKeys.aclReply('r1'), '{acl}:reply:r1'],
  aclLease: [clusterKeys.aclLease(), '{acl}:lease'],
  aclHours: [clusterKeys.aclHours(), '{acl}:hours'],
  aclEncryption: [clusterKeys.aclEncryption(Date.UTC(2026, 10, 21, 14)), '{acl}:encryption:2026112114'],
  aclRevoked: [clusterKeys.aclRevoked(), '{acl}:revoked'],
  complianceHead: [clusterKeys.complianceHead(), '{compliance}:head'],
};

describe('cluster-wide keys', () => {
  it.each(Object.entries(pinned))('%s is pinned and parses back', (_name, [key, literal]) => {
    expect(key).toBe(literal);
    expect(parseKey(key)?.kind).toBe('cluster');
  });

  it('declares every builder, and nothing else', () => {
    const names = CLUSTER_KEY_DECLARATIONS.map((d) => d.name).sort();
    expect(names).toEqual(Object.keys(clusterKeys).sort());
    expect(Object.keys(pinned).sort()).toEqual(names);
  });

  it('keeps members, leases and channel of a group in one slot', () => {
    expect(slotOf(clusterKeys.members('ml_engine'))).toBe(slotOf(clusterKeys.leases('ml_engine')));
    expect(slotOf(clusterKeys.members('ml_engine'))).toBe(slotOf(clusterKeys.rebalance('ml_engine')));
  });

  it('refuses what is out of range or no plain word', () => {
    expect(() => clusterKeys.bell(16)).toThrow(RangeError);
    expect(() => clusterKeys.orgRegistry(256)).toThrow(RangeError);
    expect(() => clusterKeys.apiKey('a}b')).toThrow(TypeError);
    expect(() => clusterKeys.rulePack('a}b', '1')).toThrow(TypeError);
    expect(() => clusterKeys.rulePack('a', '1:2')).toThrow(TypeError);
    expect(() => clusterKeys.leases('x')).toThrow(TypeError);
  });

  it('spreads organisations evenly over partitions', () => {
    const counts = new Array<number>(PARTITION_COUNT).fill(0);
    for (let i = 0; i < 25_600; i++) {
      const p = partitionOf(newOrgId());
      counts[p] = (counts[p] as number) + 1;
      expect(bellOf(p)).toBeLessThan(16);
    }
    expect(Math.max(...counts)).toBeLessThan(160);
    expect(Math.min(...counts)).toBeGreaterThan(50);
  });
});
