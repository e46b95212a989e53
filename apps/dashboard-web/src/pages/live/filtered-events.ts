import type { Severity } from '@redoubt/contracts';
import type { ListedEvent } from '../../events/event-columns.tsx';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';

/** Those of a sample that hold the words and are as severe. */
export function filteredEvents(
  rows: readonly ListedEvent[],
  { text, severity }: { text?: string; severity?: Severity },
): readonly ListedEvent[] {
  if (text === undefined && severity === undefined) return rows;
  const words = text?.toLowerCase() ?? '';
  const most = severity === undefined ? SEVERITIES_DOWN.length : SEVERITIES_DOWN.indexOf(severity);
  return rows.filter((row) => {
    if (SEVERITIES_DOWN.indexOf(row.severity) > most) return false;
    const { eventType, sourceIp, user, asset, message } = row;
    return [eventType, sourceIp, user, asset, message].some((part) => part?.toLowerCase().includes(words));
  });
}
