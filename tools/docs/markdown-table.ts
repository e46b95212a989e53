/** A Markdown table; a bar inside a cell is escaped, also within code. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((c) => c.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Words as code, separated by commas; a dash for none. */
export function codeList(words: readonly string[] = []): string {
  return words.length === 0 ? '–' : words.map((word) => `\`${word}\``).join(', ');
}
