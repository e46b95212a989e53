const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `500ms`, `10s`, `5m`, `1h`, `2d` or several such parts in a row; undefined for anything else. */
export function parseDurationMs(text: string): number | undefined {
  if (!/^(\d{1,9}(ms|s|m|h|d))+$/.test(text)) return undefined;
  let totalMs = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[smhd])/g))
    totalMs += Number(count) * (unitMs[unit ?? ''] ?? 0);
  return totalMs;
}

/** The largest two units: `2d 3h`, `5m 12s`, `1.2s`, `340ms`. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, Math.round(durationMs));
  if (ms < 1_000) return `${ms}ms`;
  if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)}s`;
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ] as const;
  const first = units.findIndex(([, sizeMs]) => ms >= sizeMs);
  const [unit, sizeMs] = units[first] ?? ['s', 1_000];
  const next = units[first + 1];
  const rest = next === undefined ? 0 : Math.floor((ms % sizeMs) / next[1]);
  return rest === 0 || next === undefined
    ? `${Math.floor(ms / sizeMs)}${unit}`
    : `${Math.floor(ms / sizeMs)}${unit} ${rest}${next[0]}`;
}
