import { formatAgo, formatMoment } from '../time/format-time.ts';
import { useNow } from '../time/use-now.ts';
import { useZone } from '../time/zone.ts';

/** How long ago; the moment itself on hover, and in the clipboard when it is copied by a selection. */
export function RelativeTime({ atMs, hasSuffix = false }: { atMs: number; hasSuffix?: boolean }) {
  const nowMs = useNow();
  const zone = useZone();
  const ago = formatAgo(atMs, Math.max(nowMs, atMs));
  const moment = formatMoment(atMs, zone);
  return (
    <time
      dateTime={new Date(atMs).toISOString()}
      title={moment}
      className="tabular whitespace-nowrap"
      onCopy={(event) => {
        event.preventDefault();
        event.clipboardData.setData('text/plain', moment);
      }}
    >
      {hasSuffix && ago !== 'now' ? `${ago} ago` : ago}
    </time>
  );
}

/** The moment itself, in the zone that is chosen. */
export function Moment({ atMs, hasMillis = false }: { atMs: number; hasMillis?: boolean }) {
  const zone = useZone();
  return (
    <time dateTime={new Date(atMs).toISOString()} className="tabular">
      {formatMoment(atMs, zone, { hasMillis })}
    </time>
  );
}
