import type { OrgId } from '@redoubt/contracts';

/** Logical buckets of organisations that workers lease. */
export const PARTITION_COUNT = 256;

/** Doorbell channels; fewer than partitions because one message may name many organisations. */
export const BELL_COUNT = 16;

/** FNV-1a, 32 bits (draft-eastlake-fnv): stable across processes and releases, independent of hash slots. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** Partition of an organisation, 0..255. Never part of the organisation's own keys. */
export function partitionOf(orgId: OrgId): number {
  return fnv1a(orgId) % PARTITION_COUNT;
}

/** Doorbell that rings for a partition, 0..15. */
export function bellOf(partition: number): number {
  return partition % BELL_COUNT;
}
