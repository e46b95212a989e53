import { BELL_COUNT, PARTITION_COUNT } from './partition.ts';
import { isGroupName } from './groups.ts';
import { hourStamp } from './time-stamp.ts';

function coordTag(groupName: string): string {
  if (!isGroupName(groupName)) throw new TypeError(`not a consumer group: ${groupName}`);
  return `{coord:${groupName}}`;
}

function bounded(index: number, count: number, what: string): number {
  if (!Number.isInteger(index) || index < 0 || index >= count) throw new RangeError(`${what} is 0 to ${count - 1}`);
  return index;
}

function word(text: string, what: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(text)) throw new TypeError(`${what} cannot stand in a key`);
  return text;
}

function dottedWord(text: string, what: string): string {
  if (!/^[A-Za-z0-9_.-]{1,128}$/.test(text)) throw new TypeError(`${what} cannot stand in a key`);
  return text;
}

/** Builders of keys that belong to no single organisation; each has a tag of its own so that load spreads. */
export const clusterKeys = {
  /** Live workers of a group. */
  members: (groupName: string): string => `${coordTag(groupName)}:members`,
  /** Partition leases of a group. */
  leases: (groupName: string): string => `${coordTag(groupName)}:leases`,
  /** Sharded channel on which workers of a group tell each other that membership changed. */
  rebalance: (groupName: string): string => `${coordTag(groupName)}:rebalance`,
  /** Doorbell channel. */
  bell: (index: number): string => `{bell:${bounded(index, BELL_COUNT, 'a bell')}}`,
  /** Organisations of a partition. */
  orgRegistry: (partition: number): string => `{orgs:${bounded(partition, PARTITION_COUNT, 'a partition')}}:members`,
  /** Counter that grows with every change of a partition's registry. */
  orgRegistryVersion: (partition: number): string =>
    `{orgs:${bounded(partition, PARTITION_COUNT, 'a partition')}}:version`,
  /** Projection of one API key. */
  apiKey: (keyId: string): string => `{apikey:${word(keyId, 'a key id')}}`,
  /** Attempts to sign in of one account, address, or account from an address. */
  loginAttempts: (subjectHash: string): string => `{login:${word(subjectHash, 'a subject hash')}}`,
  /** Prefix of a bullmq queue. */
  bull: (queue: string): string => `{bull:${word(queue, 'a queue name')}}`,
  /** One version of a compiled rule pack. */
  rulePack: (packId: string, version: string): string =>
    `{pack:${dottedWord(packId, 'a pack id')}}:${dottedWord(version, 'a pack version')}`,
  /** Chain of what happened to users and was refused to them. */
  aclAudit: (): string => '{acl}:audit',
  /** Number and hash of the chain's last record. */
  aclAuditHead: (): string => '{acl}:audit:head',
  /** What acl-manager knows of the Redis installation. */
  aclPosture: (): string => '{acl}:posture',
  /** What the dashboard asks of acl-manager for people; no other user may write here. */
  aclRequests: (): string => '{acl}:requests',
  /** What operators ask of acl-manager; only their own user may write here. */
  aclOperatorRequests: (): string => '{acl}:requests:operators',
  /** What came of one request. */
  aclReply: (requestId: string): string => `{acl}:reply:${word(requestId, 'a request id')}`,
  /** Which instance of acl-manager works. */
  aclLease: (): string => '{acl}:lease',
  /** Logins, refusals and incidents of each hour. */
  aclHours: (): string => '{acl}:hours',
  /** What services did with secrets in an hour. */
  aclEncryption: (epochMs: number): string => `{acl}:encryption:${hourStamp(epochMs)}`,
  /** Users that were shut out by hand. */
  aclRevoked: (): string => '{acl}:revoked',
  /** Where the chain of compliance runs ends. */
  complianceHead: (): string => '{compliance}:head',
} as const;
