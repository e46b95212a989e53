import type { SinkItem } from '@redoubt/sinks';

/** How many items from the front make one request: at least one, within both bounds. */
export function chunkLength(
  items: readonly { item: SinkItem }[],
  bounds: { maxEvents: number; maxBytes: number },
): number {
  let [count, sizeBytes] = [0, 0];
  for (const { item } of items) {
    sizeBytes += Buffer.byteLength(item.text);
    if (count >= bounds.maxEvents || (count > 0 && sizeBytes > bounds.maxBytes)) break;
    count += 1;
  }
  return count;
}
