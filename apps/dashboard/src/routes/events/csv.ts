/** Cells that a spreadsheet would take for a formula. */
const formula = /^[=+\-@\t\r]/;
const special = /[",\r\n]/;

/** One line of CSV (RFC 4180), with texts that begin like a formula made harmless by an apostrophe. */
export function csvLine(cells: readonly (string | number | boolean | undefined)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: string | number | boolean | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
