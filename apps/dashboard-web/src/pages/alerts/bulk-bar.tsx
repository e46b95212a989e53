import { BellOff, CheckCheck, UserPlus, X, XCircle } from 'lucide-react';
import { alertsText } from '../../messages/alerts.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';

interface BulkBarProps {
  count: number;
  onAcknowledge: () => void;
  onAssign: () => void;
  /** Undefined: the selected alerts have not enough in common. */
  onSuppress: (() => void) | undefined;
  onClose: () => void;
  onClear: () => void;
  isBusy: boolean;
}

/** What can be done with the selected alerts; lies over the end of the list, so that nothing moves. */
export function BulkBar({ count, isBusy, ...on }: BulkBarProps) {
  return (
    <div
      role="toolbar"
      aria-label={alertsText.chosen(count)}
      className="absolute inset-x-4 bottom-4 z-10 mx-auto flex w-fit max-w-[calc(100%-32px)] animate-overlay flex-wrap items-center gap-1.5 rounded-xl border border-line bg-raised py-1.5 pr-1.5 pl-4 shadow-(--shadow-overlay)"
    >
      <span className="tabular mr-2 text-sm whitespace-nowrap">{alertsText.chosen(count)}</span>
      <Button size="sm" shortcut="e" disabled={isBusy} onClick={on.onAcknowledge}>
        <CheckCheck aria-hidden />
        {alertsText.acknowledge}
      </Button>
      <Button size="sm" shortcut="a" disabled={isBusy} onClick={on.onAssign}>
        <UserPlus aria-hidden />
        {alertsText.assign}
      </Button>
      <Button size="sm" shortcut="s" disabled={isBusy || !on.onSuppress} onClick={on.onSuppress}>
        <BellOff aria-hidden />
        {alertsText.suppress}
      </Button>
      <Button size="sm" shortcut="c" disabled={isBusy} onClick={on.onClose}>
        <XCircle aria-hidden />
        {alertsText.close}
      </Button>
      <IconButton icon={X} label={alertsText.clearSelection} shortcut="Escape" onClick={on.onClear} />
    </div>
  );
}
