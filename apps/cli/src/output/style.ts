import { styleText } from 'node:util';
import type { Severity } from '@redoubt/contracts';

type Format = Parameters<typeof styleText>[0];

/** Colours for people; without colour every function returns its text as it is, so nothing is said by colour alone. */
export interface Style {
  head(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  warn(text: string): string;
  bad(text: string): string;
  severity(severity: Severity): string;
}

const severityFormat: Readonly<Record<Severity, Format>> = {
  informational: 'dim',
  low: 'cyan',
  medium: 'yellow',
  high: 'red',
  critical: ['bold', 'red'],
};

export function createStyle(isColour: boolean): Style {
  const paint =
    (format: Format) =>
    (text: string): string =>
      isColour ? styleText(format, text, { validateStream: false }) : text;
  return {
    head: paint('bold'),
    dim: paint('dim'),
    good: paint('green'),
    warn: paint('yellow'),
    bad: paint(['bold', 'red']),
    severity: (severity) => paint(severityFormat[severity])(severity),
  };
}
