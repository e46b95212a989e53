import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, type RefObject } from 'react';

interface TableWindowOptions {
  scroller: RefObject<HTMLDivElement | null>;
  count: number;
  rowPx: number;
  /** Always made, also out of sight: the cursor is there. */
  kept: number;
  onEndReached: (() => void) | undefined;
}

const headPx = 32;
const spare = 12;

/** Which rows are made now, and where they stand. */
export function useTableWindow({ scroller, count, rowPx, kept, onEndReached }: TableWindowOptions) {
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: spare,
    scrollPaddingStart: headPx,
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      const isMade = kept < 0 || kept >= count || indexes.includes(kept);
      return isMade ? indexes : [...indexes, kept].sort((a, b) => a - b);
    },
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowPx]);
  const items = virtualizer.getVirtualItems();
  const lastInSight = virtualizer.range?.endIndex ?? -1;
  const reachEnd = useEffectEvent(() => onEndReached?.());
  const mayLoad = onEndReached !== undefined;
  useEffect(() => {
    // Also when a page that was loaded brought nothing new, since live changes had brought its rows before.
    if (mayLoad && count > 0 && lastInSight >= count - 1 - spare) reachEnd();
  }, [count, lastInSight, mayLoad]);
  return {
    items: items.map(({ index, start, size }) => ({ index, startPx: start, sizePx: size })),
    heightPx: virtualizer.getTotalSize(),
    scrollTo: (index: number) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}
