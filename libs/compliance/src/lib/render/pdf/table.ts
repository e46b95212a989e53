import { FONT, INK, PAGE, printable, TEXT_WIDTH } from './theme.ts';
import type { Sheet } from './sheet.ts';

export interface Column {
  title: string;
  /** Part of the width. */
  share: number;
  font?: string;
}

/** A cell, or one with a colour or weight of its own. */
export type Cell = string | { text: string; color?: string; font?: string };

const PAD = 4;
const SIZE = 8;
const GAP = 1.2;

/** A word that stands out, in bold and in the colour of what it says. */
export const marked = (text: string, color: string): Cell => ({ text, color, font: FONT.bold });

/** Room that the head and the first row need, points. */
export function heightOfStart(sheet: Sheet, columns: readonly Column[], rows: readonly (readonly Cell[])[]): number {
  const [first] = rows;
  const head = heightOfRow(
    sheet,
    columns,
    columns.map(({ title }) => title),
    true,
  );
  return head + (first === undefined ? 0 : heightOfRow(sheet, columns, first, false)) + 4;
}

/** A table with its head again on each page; a row that would break is put on the next one. */
export function drawTable(sheet: Sheet, columns: readonly Column[], rows: readonly (readonly Cell[])[]): void {
  const { doc } = sheet;
  const widths = widthsOf(columns);
  const table = doc.struct('Table');
  sheet.addElement(table);
  const heightOf = (cells: readonly Cell[], isHead: boolean): number => heightOfRow(sheet, columns, cells, isHead);
  const drawRow = (cells: readonly Cell[], isHead: boolean, isOdd: boolean): void => {
    const height = heightOf(cells, isHead);
    const top = doc.y;
    sheet.decorate(() => {
      if (isHead) doc.rect(PAGE.left, top, TEXT_WIDTH, height).fill(INK.brand);
      else if (isOdd) doc.rect(PAGE.left, top, TEXT_WIDTH, height).fill(INK.tint);
      doc
        .moveTo(PAGE.left, top + height)
        .lineTo(PAGE.left + TEXT_WIDTH, top + height)
        .lineWidth(0.5)
        .stroke(INK.line);
    });
    const row = doc.struct('TR');
    table.add(row);
    let x = PAGE.left;
    for (const [i, cell] of cells.entries()) {
      const [left, width] = [x + PAD, (widths[i] ?? 0) - 2 * PAD];
      const color = isHead ? '#ffffff' : typeof cell === 'string' ? INK.text : (cell.color ?? INK.text);
      row.add(
        doc.struct(isHead ? 'TH' : 'TD', {}, [
          () => {
            doc
              .font(fontOf(cell, columns[i], isHead))
              .fontSize(SIZE)
              .fillColor(color);
            doc.text(textOf(cell) || ' ', left, top + PAD, { width, lineGap: GAP });
          },
        ]),
      );
      x += widths[i] ?? 0;
    }
    row.end();
    doc.x = PAGE.left;
    doc.y = top + height;
  };
  const head = columns.map(({ title }) => title);
  // A head is never left alone at the end of a page.
  sheet.need(heightOfStart(sheet, columns, rows));
  drawRow(head, true, false);
  for (const [index, cells] of rows.entries()) {
    const height = heightOf(cells, false);
    if (height > sheet.left && sheet.left < PAGE.height - PAGE.top - PAGE.bottom - 1) {
      sheet.breakPage();
      drawRow(head, true, false);
    }
    drawRow(cells, false, index % 2 === 1);
  }
  table.end();
  doc.y += 10;
}

const textOf = (cell: Cell): string => printable(typeof cell === 'string' ? cell : cell.text);

function widthsOf(columns: readonly Column[]): number[] {
  const total = columns.reduce((sum, { share }) => sum + share, 0);
  return columns.map(({ share }) => (share / total) * TEXT_WIDTH);
}

function heightOfRow({ doc }: Sheet, columns: readonly Column[], cells: readonly Cell[], isHead: boolean): number {
  const widths = widthsOf(columns);
  const heights = cells.map((cell, i) => {
    doc.font(fontOf(cell, columns[i], isHead)).fontSize(SIZE);
    return doc.heightOfString(textOf(cell) || ' ', { width: (widths[i] ?? 0) - 2 * PAD, lineGap: GAP });
  });
  return Math.max(...heights) + 2 * PAD;
}

function fontOf(cell: Cell, column: Column | undefined, isHead: boolean): string {
  if (isHead) return FONT.bold;
  return (typeof cell === 'string' ? undefined : cell.font) ?? column?.font ?? FONT.body;
}
