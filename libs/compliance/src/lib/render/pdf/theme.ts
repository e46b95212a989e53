import type { CheckStatus } from '../../check.ts';
import type { ControlStatus } from '../../report/report.ts';

/** A4 in points, and where text stands on it. */
export const PAGE = { width: 595.28, height: 841.89, left: 56, right: 56, top: 64, bottom: 62 } as const;
export const TEXT_WIDTH = PAGE.width - PAGE.left - PAGE.right;

/** Colours with enough contrast on white, also when printed grey. */
export const INK = {
  text: '#16202e',
  soft: '#51607a',
  line: '#cdd5e1',
  tint: '#f2f5f9',
  brand: '#123a5c',
  good: '#0a6638',
  bad: '#a31616',
  warn: '#7d4a00',
  mute: '#5b6577',
} as const;

export const FONT = { body: 'Helvetica', bold: 'Helvetica-Bold', mono: 'Courier' } as const;

/** A word is never told by its colour alone. */
export const STATUS_INK: Readonly<Record<CheckStatus | ControlStatus, string>> = {
  pass: INK.good,
  supported: INK.good,
  fail: INK.bad,
  exception: INK.bad,
  waived: INK.warn,
  manual: INK.warn,
  partial: INK.warn,
  'not-measured': INK.mute,
  none: INK.mute,
  'not-applicable': INK.mute,
};

/** The standard fonts have the signs of Windows-1252; others become something readable. */
export function printable(text: string): string {
  return text
    .replaceAll('→', '->')
    .replaceAll('≤', '<=')
    .replaceAll('≥', '>=')
    .replaceAll('−', '-')
    .replaceAll(/[\u00a0\u2009\u202f]/g, ' ')
    .replaceAll(/[^\n\u0020-\u007e\u00a1-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac\u2122]/g, '?');
}
