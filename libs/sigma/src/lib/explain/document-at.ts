const divider = /^(---|\.\.\.)(\s|$)/;

/** The YAML document of a file that a line belongs to, with the comments before it; lines count from 1. */
export function documentAt(text: string, line: number): string {
  const lines = text.split('\n');
  let first = Math.min(line, lines.length) - 1;
  while (first > 0 && !divider.test(lines[first - 1] ?? '')) first -= 1;
  let end = Math.min(line, lines.length);
  while (end < lines.length && !divider.test(lines[end] ?? '')) end += 1;
  return `${lines.slice(first, end).join('\n').trim()}\n`;
}
