import { RefreshCw, Terminal } from 'lucide-react';
import { redisText } from '../../messages/redis.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import type { Acting } from './acting.ts';
import type { Posture } from './redis-queries.ts';
import { ReportMenu } from './report-menu.tsx';

/** What is looked at, and what can be done. */
export function RedisToolbar({ posture, acting }: { posture: Posture; acting: Acting }) {
  const { mode, redisVersions, atMs } = posture;
  const { rotate, test } = acting;
  return (
    <>
      <span title={redisText.modeHints[mode]} className="inline-flex">
        <Badge>{redisText.modes[mode]}</Badge>
      </span>
      {redisVersions.length > 0 && <Badge>Redis {redisVersions.join(', ')}</Badge>}
      <span className="text-xs text-muted max-sm:hidden">
        {redisText.measured} <RelativeTime atMs={atMs} hasSuffix />
      </span>
      <span className="ml-auto flex flex-wrap gap-1.5">
        <Button size="sm" onClick={() => test()}>
          <Terminal aria-hidden />
          {redisText.testTitle}
        </Button>
        {rotate && (
          <Button size="sm" onClick={() => rotate({ action: 'rotate', user: null })}>
            <RefreshCw aria-hidden />
            {redisText.rotateAll}
          </Button>
        )}
        <ReportMenu />
      </span>
    </>
  );
}
