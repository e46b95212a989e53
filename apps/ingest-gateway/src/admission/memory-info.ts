/** What a master says of its memory, bytes. */
export interface MemoryInfo {
  usedBytes: number;
  /** 0: no limit is set. */
  maxBytes: number;
}

/**
 * Reads the reply of `INFO memory`. Buffers of replicas and of the append-only file do not count against maxmemory
 * (`mem_not_counted_for_evict`), so they do not count here.
 */
export function parseMemoryInfo(text: string): MemoryInfo {
  const used = fieldOf(text, 'used_memory') - fieldOf(text, 'mem_not_counted_for_evict');
  return { usedBytes: Math.max(0, used), maxBytes: fieldOf(text, 'maxmemory') };
}

/** Share of maxmemory in use, 0 where none is set. */
export function usedRatio({ usedBytes, maxBytes }: MemoryInfo): number {
  return maxBytes > 0 ? usedBytes / maxBytes : 0;
}

function fieldOf(text: string, name: string): number {
  const value = new RegExp(`^${name}:(\\d+)\\r?$`, 'm').exec(text)?.[1];
  return value === undefined ? 0 : Number(value);
}
