/**
 * Text of a log line or rule as it may stand in a message: one line, without control and direction marks, which could
 * make a text look like another, and cut to a length.
 */
export function plain(text: string, maxLength = 300): string {
  const clean = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
    .trim();
  const points = [...clean];
  return points.length <= maxLength ? clean : `${points.slice(0, maxLength - 1).join('')}…`;
}
