import { CHECKS, FRAMEWORK_IDS, isFrameworkId, type FrameworkId } from '@redoubt/compliance';
import { isReportFormat, REPORT_FORMATS, type ReportFormat } from '@redoubt/compliance/render';
import { BadValue, option } from '../command/inputs.ts';

export const complianceOrgOption = option(
  '--org <organization>',
  'what one organisation may see; without it the installation',
  (text) => text,
);

export const asFramework = (text: string): FrameworkId => {
  if (!isFrameworkId(text)) throw new BadValue(`must be one of ${FRAMEWORK_IDS.join(', ')}`);
  return text;
};

export const asFormats = (text: string, before: readonly ReportFormat[] | undefined): readonly ReportFormat[] => {
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !isReportFormat(name));
  if (wrong !== undefined) throw new BadValue(`must be of ${REPORT_FORMATS.join(', ')}`);
  return [...new Set([...(before ?? []), ...(names as ReportFormat[])])];
};

export const asCheckId = (text: string): string => {
  if (!CHECKS.some(({ checkId }) => checkId === text))
    throw new BadValue('must be a check as "redoubt compliance run" names them');
  return text;
};

export const asAddresses = (text: string, before: readonly string[] | undefined): readonly string[] => {
  const addresses = text.split(',').map((one) => one.trim());
  if (addresses.some((one) => !/^[^\s@,]+@[^\s@,]+$/.test(one)))
    throw new BadValue('must be an address such as audit@example.org');
  return [...(before ?? []), ...addresses];
};

/** A day, `2026-10-01`, as its first moment in UTC. */
export const asDay = (text: string): number => {
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(atMs)) throw new BadValue('must be a day such as 2026-10-01');
  return atMs;
};
