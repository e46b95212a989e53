import { dayText } from '../words.ts';
import type { ComplianceReport } from '../../report/report.ts';
import { FONT, INK, PAGE, TEXT_WIDTH } from './theme.ts';
import type { Sheet } from './sheet.ts';

const HEIGHT = 130;
const AXIS = 26;
const LINES = [0, 20, 40, 60, 80, 100];

/** The score of every run of the period, with the measured share as a thinner line; its numbers stand in its text. */
export function drawTrend(sheet: Sheet, { trend, period }: ComplianceReport): void {
  const points = trend.flatMap(({ atMs, score, measuredShare }) =>
    score === null ? [] : [{ atMs, score, measured: measuredShare * 100 }],
  );
  if (points.length === 0) {
    sheet.text('There is no run in the period, so there is no trend.');
    return;
  }
  const [first, last] = [points[0], points.at(-1)];
  const alt =
    points.length === 1
      ? `Score of the only run, over all checks: ${first?.score} on ${dayText(first?.atMs ?? 0)}.`
      : `Score of ${points.length} runs, over all checks: ${first?.score} on ${dayText(first?.atMs ?? 0)}, ${last?.score} on ${dayText(last?.atMs ?? 0)}; ` +
        `lowest ${Math.min(...points.map(({ score }) => score))}, highest ${Math.max(...points.map(({ score }) => score))}.`;
  sheet.need(HEIGHT + 50);
  const top = sheet.doc.y + 6;
  sheet.mark('Figure', () => drawPlot(sheet, points, period, top), { alt });
  sheet.doc.x = PAGE.left;
  sheet.doc.y = top + HEIGHT + 22;
  sheet.text(`${alt} Thick line: score. Thin line: part of the weight that was measured, in per cent.`, {
    tag: 'Caption',
    size: 8,
    color: INK.soft,
  });
}

interface Point {
  atMs: number;
  score: number;
  measured: number;
}

function drawPlot(
  sheet: Sheet,
  points: readonly Point[],
  { fromMs, toMs }: ComplianceReport['period'],
  top: number,
): void {
  const { doc } = sheet;
  const [left, width] = [PAGE.left + AXIS, TEXT_WIDTH - AXIS];
  const x = (atMs: number): number => left + ((atMs - fromMs) / Math.max(1, toMs - fromMs)) * width;
  const y = (value: number): number => top + HEIGHT - (value / 100) * HEIGHT;
  doc.font(FONT.body).fontSize(7.5).fillColor(INK.soft);
  for (const value of LINES) {
    doc
      .moveTo(left, y(value))
      .lineTo(left + width, y(value))
      .lineWidth(0.4)
      .stroke(INK.line);
    doc
      .fillColor(INK.soft)
      .text(String(value), PAGE.left, y(value) - 3.5, { width: AXIS - 6, align: 'right', lineBreak: false });
  }
  doc.text(dayText(fromMs), left, top + HEIGHT + 5, { lineBreak: false });
  doc.text(dayText(toMs - 1), left + width - 60, top + HEIGHT + 5, { width: 60, align: 'right', lineBreak: false });
  drawLine(
    doc,
    points.map(({ atMs, measured }) => [x(atMs), y(measured)]),
    { width: 0.8, color: INK.soft },
  );
  drawLine(
    doc,
    points.map(({ atMs, score }) => [x(atMs), y(score)]),
    { width: 1.8, color: INK.brand },
  );
  for (const { atMs, score } of points.slice(-60)) doc.circle(x(atMs), y(score), 2).fill(INK.brand);
}

function drawLine(
  doc: PDFKit.PDFDocument,
  places: readonly (readonly [number, number] | number[])[],
  { width, color }: { width: number; color: string },
): void {
  const [first, ...rest] = places;
  if (first === undefined) return;
  doc.moveTo(first[0] ?? 0, first[1] ?? 0);
  for (const [px = 0, py = 0] of rest) doc.lineTo(px, py);
  doc.lineWidth(width).stroke(color);
}
