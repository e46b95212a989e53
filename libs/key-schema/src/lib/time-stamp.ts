// Stamps hold digits only, so that the parts of a key, split at colons, can be told apart.
function iso(epochMs: number): string {
  // Hundreds of keys in a row carry the same stamp, and no stamp is finer than a minute.
  const minute = Math.floor(epochMs / 60_000);
  if (minute !== last.minute) last = { minute, text: new Date(epochMs).toISOString() };
  return last.text;
}

let last = { minute: Number.NaN, text: '' };

/** UTC minute, `202611211430`. */
export function minuteStamp(epochMs: number): string {
  const text = iso(epochMs);
  return hourOf(text) + text.slice(14, 16);
}

/** UTC hour, `2026112114`. */
export function hourStamp(epochMs: number): string {
  return hourOf(iso(epochMs));
}

/** UTC day, `20261121`. */
export function dayStamp(epochMs: number): string {
  return hourOf(iso(epochMs)).slice(0, 8);
}

/** Start of the minute that a minute stamp names, epoch ms. */
export function minuteOfStamp(stamp: string): number {
  return Date.UTC(
    +stamp.slice(0, 4),
    +stamp.slice(4, 6) - 1,
    +stamp.slice(6, 8),
    +stamp.slice(8, 10),
    +stamp.slice(10, 12),
  );
}

function hourOf(isoText: string): string {
  return isoText.slice(0, 4) + isoText.slice(5, 7) + isoText.slice(8, 10) + isoText.slice(11, 13);
}
