import { PARTITION_COUNT, fnv1a } from '@redoubt/key-schema';

/**
 * Spreads partitions over live workers by highest random weight (Thaler and Ravishankar 1998): a worker that joins
 * or leaves moves only the partitions it gains or held.
 *
 * @param workers names of live workers; their order does not matter
 * @returns partitions of `worker`, ascending
 */
export function partitionsOf(worker: string, workers: readonly string[]): number[] {
  const own: number[] = [];
  for (let partition = 0; partition < PARTITION_COUNT; partition++) {
    if (ownerOf(partition, workers) === worker) own.push(partition);
  }
  return own;
}

function ownerOf(partition: number, workers: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestWeight = -1;
  for (const worker of workers) {
    const weight = mix(fnv1a(worker) ^ Math.imul(partition + 1, 0x9e3779b1));
    if (weight > bestWeight || (weight === bestWeight && worker < (best as string))) {
      best = worker;
      bestWeight = weight;
    }
  }
  return best;
}

/** Finaliser of MurmurHash3 (Appleby, public domain): spreads the bits of nearby inputs. */
function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
