import { periodText, scoreText, timeText } from '../words.ts';
import type { SignedReport } from '../../report/signed-report.ts';
import { FONT, INK, PAGE, printable, TEXT_WIDTH } from './theme.ts';
import type { Sheet } from './sheet.ts';

/** The first page: what it is, of whom, of when, what it says in one sentence, and how to prove that it is unchanged. */
export function drawCover(sheet: Sheet, { report, integrity }: SignedReport): void {
  const { doc } = sheet;
  sheet.decorate(() => {
    doc.rect(0, 0, PAGE.width, 212).fill(INK.brand);
    doc.rect(PAGE.left, 196, 60, 3).fill('#7fb2d9');
  });
  sheet.mark('P', () => {
    doc.font(FONT.bold).fontSize(11).fillColor('#cfe3f3').text('REDOUBT', PAGE.left, 70, { characterSpacing: 2 });
  });
  sheet.mark('H1', () => {
    doc
      .font(FONT.bold)
      .fontSize(27)
      .fillColor('#ffffff')
      .text(printable(report.title), PAGE.left, 96, { width: TEXT_WIDTH });
  });
  sheet.mark('P', () => {
    const edition = `${report.framework.name} ${report.framework.version}`;
    doc
      .font(FONT.body)
      .fontSize(11.5)
      .fillColor('#e3eef7')
      .text(printable(edition), PAGE.left, doc.y + 6, { width: TEXT_WIDTH });
  });
  doc.x = PAGE.left;
  doc.y = 250;
  const { run, scope, period, summary } = report;
  const facts: [string, string][] = [
    ['Scope', `${scope.name} (${scope.kind === 'platform' ? 'the whole installation' : 'one organisation'})`],
    ['Period', `${periodText(period)} (days in UTC)`],
    ['Findings of', run === null ? 'no run in the period' : `${timeText(run.atMs)}, run ${run.seq}`],
    ['Score', scoreText(summary.score)],
    ['Made', `${timeText(report.createdAtMs)}, for ${report.requestedBy}`],
    ['Report', report.reportId],
  ];
  for (const [name, value] of facts) drawFact(sheet, name, value);
  doc.y += 14;
  drawStatement(sheet, summary.statement);
  drawIntegrity(sheet, integrity);
}

function drawFact(sheet: Sheet, name: string, value: string): void {
  const { doc } = sheet;
  const top = doc.y;
  sheet.mark('P', () => {
    doc.font(FONT.body).fontSize(10).fillColor(INK.soft).text(name, PAGE.left, top, { width: 96 });
    doc
      .font(FONT.bold)
      .fontSize(10)
      .fillColor(INK.text)
      .text(printable(value), PAGE.left + 104, top, { width: TEXT_WIDTH - 104 });
  });
  doc.x = PAGE.left;
  doc.y = Math.max(doc.y, top + 13) + 6;
}

function drawStatement(sheet: Sheet, statement: string): void {
  const { doc } = sheet;
  const top = doc.y;
  const words = `${statement} This report is evidence for an assessor. It is not an audit opinion.`;
  doc.font(FONT.bold).fontSize(12.5);
  const height = doc.heightOfString(words, { width: TEXT_WIDTH - 32, lineGap: 3 }) + 28;
  sheet.decorate(() => {
    doc.rect(PAGE.left, top, TEXT_WIDTH, height).fill(INK.tint);
    doc.rect(PAGE.left, top, 4, height).fill(INK.brand);
  });
  sheet.mark('P', () => {
    doc
      .font(FONT.bold)
      .fontSize(12.5)
      .fillColor(INK.text)
      .text(printable(words), PAGE.left + 18, top + 14, { width: TEXT_WIDTH - 32, lineGap: 3 });
  });
  doc.x = PAGE.left;
  doc.y = top + height + 22;
}

function drawIntegrity(sheet: Sheet, { hash, signature, keyId }: SignedReport['integrity']): void {
  sheet.text('To prove that this report is unchanged', { font: FONT.bold, size: 10, color: INK.brand, gap: 3 });
  sheet.text(
    'redoubt compliance verify FILE recomputes hash and signature of the JSON form; it knows this file by its own hash.',
    { size: 9, gap: 5 },
  );
  for (const line of [`SHA-256    ${hash}`, `Ed25519    ${signature}`, `Key        ${keyId}`]) {
    sheet.text(line, { font: FONT.mono, size: 7.2, color: INK.soft, gap: 2 });
  }
}
