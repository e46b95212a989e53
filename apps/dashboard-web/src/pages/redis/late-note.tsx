import { TriangleAlert } from 'lucide-react';
import { redisText } from '../../messages/redis.ts';
import { formatAgo } from '../../time/format-time.ts';
import { useNow } from '../../time/use-now.ts';

/** Says that the figures are old, and since when. */
export function LateNote({ atMs, isLate }: { atMs: number; isLate: boolean }) {
  const nowMs = useNow();
  return (
    <p className="flex items-center gap-2 rounded-md border border-medium/30 bg-medium/12 px-3 py-1.5 text-sm">
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-medium" />
      {isLate ? redisText.late(formatAgo(atMs, nowMs)) : redisText.failing}
    </p>
  );
}
