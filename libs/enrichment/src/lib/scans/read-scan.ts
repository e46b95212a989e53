import { z } from 'zod';
import { nessusReport, openvasReport } from './csv-scans.ts';
import { grypeReport, trivyReport } from './json-scans.ts';
import type { ScanReport } from './scan-report.ts';

export const SCAN_FORMATS = ['trivy', 'grype', 'nessus', 'openvas'] as const;
export type ScanFormat = (typeof SCAN_FORMATS)[number];

/** Largest report, in UTF-16 units. */
export const MAX_SCAN_TEXT = 64 * 1024 * 1024;

/** Formats whose reports name the hosts; the others are about one thing, and somebody has to say which. */
export const SCANS_OF_HOSTS: readonly ScanFormat[] = ['nessus', 'openvas'];

/**
 * Reads a scanner's report.
 *
 * @throws Error when it is none of the format, in words for people
 */
export function readScan(text: string, format: ScanFormat): ScanReport {
  if (text.length > MAX_SCAN_TEXT) throw new Error(`the report is larger than ${MAX_SCAN_TEXT} characters`);
  if (format === 'nessus') return nessusReport(text);
  if (format === 'openvas') return openvasReport(text);
  try {
    const value = JSON.parse(text) as unknown;
    return format === 'trivy' ? trivyReport(value) : grypeReport(value);
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error).split('\n').slice(0, 2).join(' ') : String(error);
    throw new Error(`no ${format} report: ${why}`, { cause: error });
  }
}
