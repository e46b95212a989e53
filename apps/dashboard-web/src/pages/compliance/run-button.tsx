import { Play } from 'lucide-react';
import { answerOf, api } from '../../api/client.ts';
import { complianceText } from '../../messages/compliance.ts';
import { useMay } from '../../session/session.ts';
import { useNow } from '../../time/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { useRequest } from './use-request.ts';

/** After so long it is said that nobody has taken it up. */
const longMs = 20_000;

/** Has every check measured now, and says how far that is. */
export function RunButton() {
  const mayRun = useMay('platform:write');
  const { ask, isBusy, sinceMs } = useRequest({
    send: () => answerOf(api.POST('/api/v1/compliance/runs', { body: {} })),
    done: complianceText.runDone,
    failed: complianceText.runFailed,
  });
  const nowMs = useNow();
  if (!mayRun) return null;
  const tookMs = sinceMs === undefined ? 0 : Math.max(0, nowMs - sinceMs);
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <span role="status" className="text-xs text-muted">
        {isBusy && (tookMs > longMs ? complianceText.runWaits : complianceText.runningFor(Math.floor(tookMs / 1_000)))}
      </span>
      <Button size="sm" tone="primary" isBusy={isBusy} onClick={() => ask()}>
        {!isBusy && <Play aria-hidden />}
        {isBusy ? complianceText.running : complianceText.runNow}
      </Button>
    </span>
  );
}
