/** What a spreadsheet would take for a formula, full-width and behind white space too; line ends and tabs at the start. */
const formula = /^(?:[\t\r\n]|[\s\0]*[=+\-@|\uff1d\uff0b\uff0d\uff20])/;
const special = /[",\r\n]/;

/** One line of CSV (RFC 4180); texts that begin like a formula are made harmless by an apostrophe (OWASP, CSV injection). */
export function csvLine(cells: readonly (string | number | boolean | undefined)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: string | number | boolean | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
