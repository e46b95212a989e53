import { periodText } from '../words.ts';
import type { SignedReport } from '../../report/signed-report.ts';
import { drawContents } from './contents.ts';
import { drawCover } from './cover.ts';
import { drawAuditTrail, drawControls, drawLimits, drawRecommendations, drawWaivers } from './findings.ts';
import { drawEvidence } from './evidence.ts';
import { Sheet } from './sheet.ts';
import { drawSummary } from './summary.ts';
import { FONT, INK, PAGE, printable, TEXT_WIDTH } from './theme.ts';

/** The report on A4, tagged for readers that speak, with standard fonts; the same report gives the same bytes. */
export async function renderPdf(signed: SignedReport): Promise<Buffer> {
  const { report } = signed;
  const sheet = new Sheet({
    title: `${report.title}, ${periodText(report.period)}`,
    subject: `${report.framework.name} ${report.framework.version}, ${report.scope.name}`,
    author: report.scope.name,
    createdAt: new Date(report.createdAtMs),
  });
  drawCover(sheet, signed);
  const contents = sheet.reservePage();
  sheet.breakPage();
  drawSummary(sheet, report);
  drawLimits(sheet, report);
  drawRecommendations(sheet, report);
  drawControls(sheet, report);
  drawWaivers(sheet, report);
  drawAuditTrail(sheet, report);
  drawEvidence(sheet, report);
  drawContents(sheet, contents);
  drawFooters(sheet, signed);
  return sheet.end();
}

function drawFooters(sheet: Sheet, { report, integrity }: SignedReport): void {
  const { doc } = sheet;
  sheet.eachPage((page, pages) => {
    if (page === 1) return;
    const top = PAGE.height - 40;
    const { bottom } = doc.page.margins;
    // Text below the margin would start a page.
    doc.page.margins.bottom = 0;
    doc.markContent('Artifact', { type: 'Pagination' });
    doc
      .moveTo(PAGE.left, top - 6)
      .lineTo(PAGE.left + TEXT_WIDTH, top - 6)
      .lineWidth(0.5)
      .stroke(INK.line);
    doc.font(FONT.body).fontSize(7.5).fillColor(INK.soft);
    doc.text(
      printable(
        `${report.title}, ${report.scope.name}, ${periodText(report.period)}. SHA-256 ${integrity.hash.slice(0, 16)}`,
      ),
      PAGE.left,
      top,
      { width: TEXT_WIDTH - 80, lineBreak: false, height: 10 },
    );
    doc.text(`Page ${page} of ${pages}`, PAGE.left + TEXT_WIDTH - 80, top, {
      width: 80,
      align: 'right',
      lineBreak: false,
    });
    doc.endMarkedContent();
    doc.page.margins.bottom = bottom;
  });
}
