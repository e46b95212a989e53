import { indicatorOf, type Indicator } from './indicator.ts';
import { csvRows } from './csv-rows.ts';
import { mispEntries } from './misp-entries.ts';
import { stixEntries } from './stix-entries.ts';

export const INTEL_FORMATS = ['csv', 'stix', 'misp'] as const;
export type IntelFormat = (typeof INTEL_FORMATS)[number];

/** What a format's reader finds: a text that is to name something, and what is said about it. */
export interface ListEntry extends Partial<Pick<Indicator, 'threat' | 'confidence' | 'validUntilMs'>> {
  text: string;
}

/** What became of a list. */
export interface ReadIndicators {
  indicators: Indicator[];
  /** Entries left out: they name nothing of use, were there before in the list, or are past their time. */
  skipped: { unusable: number; repeated: number; expired: number };
}

/** Most indicators of one list. */
export const MAX_INDICATORS = 1_000_000;
const MAX_THREAT = 256;

/**
 * Reads a threat-intelligence list.
 *
 * @param nowMs  what is past its time then is left out
 * @throws Error when the text is not of the format at all, or holds more than MAX_INDICATORS
 */
export function readIndicators(text: string, format: IntelFormat, nowMs: number): ReadIndicators {
  const found = new Map<string, Indicator>();
  const skipped = { unusable: 0, repeated: 0, expired: 0 };
  for (const { text: named, threat, confidence, validUntilMs } of entriesOf(text, format)) {
    const what = indicatorOf(named);
    if (what === undefined) skipped.unusable += 1;
    else if (validUntilMs !== undefined && validUntilMs <= nowMs) skipped.expired += 1;
    else if (found.has(`${what.kind} ${what.value}`)) skipped.repeated += 1;
    else {
      if (found.size >= MAX_INDICATORS) throw new Error(`more than ${MAX_INDICATORS} indicators`);
      found.set(`${what.kind} ${what.value}`, {
        ...what,
        ...(threat === undefined || threat.trim() === '' ? {} : { threat: threat.trim().slice(0, MAX_THREAT) }),
        ...(confidence === undefined ? {} : { confidence: Math.min(100, Math.max(0, Math.round(confidence))) }),
        ...(validUntilMs === undefined ? {} : { validUntilMs }),
      });
    }
  }
  return { indicators: [...found.values()], skipped };
}

/** The format of a list by its text: JSON with STIX objects, other JSON, else CSV. */
export function intelFormatOf(text: string): IntelFormat {
  const start = text.slice(0, 4_096).trimStart();
  if (!start.startsWith('{') && !start.startsWith('[')) return 'csv';
  return /"(?:type"\s*:\s*"bundle|spec_version"|objects"\s*:)/.test(start) ? 'stix' : 'misp';
}

function entriesOf(text: string, format: IntelFormat): Iterable<ListEntry> {
  if (format === 'csv') return csvEntries(text);
  const value = JSON.parse(text) as unknown;
  return format === 'stix' ? stixEntries(value) : mispEntries(value);
}

const VALUE_COLUMNS = [
  'indicator',
  'ioc',
  'ioc_value',
  'value',
  'ip',
  'ip_address',
  'address',
  'domain',
  'url',
  'hash',
];
const THREAT_COLUMNS = ['threat', 'threat_type', 'malware', 'malware_printable', 'category', 'description', 'tags'];

/** CSV with or without a line of names; without one, the first column counts. Lines that begin with # are remarks. */
function* csvEntries(text: string): Iterable<ListEntry> {
  let columns: { value: number; threat: number; confidence: number } | undefined;
  for (const row of csvRows(text)) {
    if (columns === undefined) {
      const names = row.map((name) => name.trim().toLowerCase());
      const value = names.findIndex((name) => VALUE_COLUMNS.includes(name));
      columns = {
        value: Math.max(0, value),
        threat: value === -1 ? -1 : names.findIndex((name) => THREAT_COLUMNS.includes(name)),
        confidence: value === -1 ? -1 : names.findIndex((name) => name.startsWith('confidence')),
      };
      if (value !== -1) continue;
    }
    const confidence = Number.parseFloat(row[columns.confidence] ?? '');
    const threat = row[columns.threat];
    yield {
      text: row[columns.value] ?? '',
      ...(threat === undefined ? {} : { threat }),
      ...(Number.isFinite(confidence) ? { confidence } : {}),
    };
  }
}
