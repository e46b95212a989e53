import calculateSlot from 'cluster-key-slot';

/** Hash slots of a Redis Cluster (cluster specification, "Key distribution model"). */
export const SLOT_COUNT = 16_384;

/** Slot of a key: CRC16 of the text between the first braces, else of the whole key, modulo 16,384. */
export function slotOf(key: string): number {
  return calculateSlot(key);
}
