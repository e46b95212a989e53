import { FONT, INK, PAGE, printable, TEXT_WIDTH } from './theme.ts';
import type { Sheet } from './sheet.ts';

/** Fills the page that was kept for it. */
export function drawContents(sheet: Sheet, { section, page }: ReturnType<Sheet['reservePage']>): void {
  const { doc, headings } = sheet;
  doc.switchToPage(page - 1);
  section.add(
    doc.struct('H1', {}, [
      () => doc.font(FONT.bold).fontSize(18).fillColor(INK.brand).text('Contents', PAGE.left, PAGE.top),
    ]),
  );
  let top = PAGE.top + 40;
  for (const { title, level, page: at, anchor } of headings) {
    if (top > PAGE.height - PAGE.bottom - 16) break;
    const indent = level === 1 ? 0 : 16;
    const [font, size] = [level === 1 ? FONT.bold : FONT.body, level === 1 ? 10.5 : 9.5];
    const line = top;
    section.add(
      doc.struct('P', {}, [
        () => {
          doc.font(font).fontSize(size).fillColor(INK.text);
          doc.text(printable(title), PAGE.left + indent, line, {
            width: TEXT_WIDTH - 50 - indent,
            lineBreak: false,
            goTo: anchor,
          });
          doc.text(String(at), PAGE.left + TEXT_WIDTH - 40, line, { width: 40, align: 'right', lineBreak: false });
        },
      ]),
    );
    sheet.decorate(() => {
      doc.font(font).fontSize(size);
      const from = PAGE.left + indent + doc.widthOfString(printable(title)) + 6;
      const to = PAGE.left + TEXT_WIDTH - 8 - doc.widthOfString(String(at));
      doc
        .moveTo(from, line + size - 2)
        .lineTo(Math.max(from, to), line + size - 2)
        .lineWidth(0.5)
        .dash(1, { space: 3 })
        .stroke(INK.line)
        .undash();
    });
    top += level === 1 ? 21 : 16;
  }
}
