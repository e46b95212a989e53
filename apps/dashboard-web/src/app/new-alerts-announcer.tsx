import { useEffect, useRef, useState } from 'react';
import { useAlertChanges } from '../feeds/use-feed.ts';
import { formatCounted } from '../format/format-number.ts';

const pauseMs = 3_000;

/** Tells those who hear the page how many urgent alerts came; never each of them. */
export function NewAlertsAnnouncer() {
  const { latest } = useAlertChanges();
  const waiting = useRef({ critical: 0, high: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [text, setText] = useState('');
  useEffect(() => {
    for (const { change, severity } of latest) {
      if ((change === 'opened' || change === 'severity_raised') && (severity === 'critical' || severity === 'high')) {
        waiting.current[severity] += 1;
      }
    }
    const { critical, high } = waiting.current;
    if (critical + high === 0 || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      setText(textOf(waiting.current));
      waiting.current = { critical: 0, high: 0 };
    }, pauseMs);
  }, [latest]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div role="status" className="sr-only">
      {text}
    </div>
  );
}

function textOf({ critical, high }: { critical: number; high: number }): string {
  const parts = [
    ...(critical > 0 ? [formatCounted(critical, 'new critical alert')] : []),
    ...(high > 0 ? [formatCounted(high, 'new high alert')] : []),
  ];
  return parts.join(', ');
}
