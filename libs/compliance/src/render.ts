import { canonicalJson } from './lib/integrity/canonical-json.ts';
import { renderCsv } from './lib/render/csv.ts';
import { renderHtml } from './lib/render/html.ts';
import { renderOscal } from './lib/render/oscal.ts';
import { renderPdf } from './lib/render/pdf/render-pdf.ts';
import type { SignedReport } from './lib/report/signed-report.ts';

export const REPORT_FORMATS = ['pdf', 'json', 'csv', 'oscal', 'html'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export const MEDIA_TYPES: Readonly<Record<ReportFormat, string>> = {
  pdf: 'application/pdf',
  json: 'application/json',
  csv: 'text/csv; charset=utf-8; header=present',
  oscal: 'application/json',
  html: 'text/html; charset=utf-8',
};

export function isReportFormat(text: string): text is ReportFormat {
  return REPORT_FORMATS.some((format) => format === text);
}

/** Name of the file that a report is handed out as. */
export function fileNameOf({ report }: SignedReport, format: ReportFormat): string {
  const day = new Date(report.createdAtMs).toISOString().slice(0, 10);
  const extension = format === 'oscal' ? 'oscal.json' : format;
  return `redoubt-${report.framework.id}-${day}-${report.reportId.slice(0, 8)}.${extension}`;
}

/** Writes a report out; the same report gives the same bytes. */
export async function renderReport(signed: SignedReport, format: ReportFormat): Promise<Buffer> {
  if (format === 'pdf') return renderPdf(signed);
  if (format === 'csv') return Buffer.from(renderCsv(signed.report));
  if (format === 'oscal') return Buffer.from(renderOscal(signed.report));
  if (format === 'html') return Buffer.from(renderHtml(signed.report));
  return Buffer.from(`${JSON.stringify(JSON.parse(canonicalJson(signed)), null, 2)}\n`);
}
