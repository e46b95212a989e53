import type { Severity, Vulnerability } from '@redoubt/contracts';

/** What a scanner says of one host; the host is absent where the report is about one thing that has another name. */
export interface ScannedHost {
  host?: string;
  vulnerabilities: Vulnerability[];
}

/** A scanner's report in one shape. */
export interface ScanReport {
  scanner: string;
  /** When it was made, epoch ms, where it says so. */
  scannedAtMs?: number;
  hosts: ScannedHost[];
}

/** The hosts of a report by the names the inventory is asked for; all of it is about `asset` where one is given. */
export function hostsOf(report: ScanReport, asset?: string): { host: string; vulnerabilities: Vulnerability[] }[] {
  if (asset === undefined) return report.hosts.map(({ host = '', vulnerabilities }) => ({ host, vulnerabilities }));
  return [{ host: asset, vulnerabilities: report.hosts.flatMap(({ vulnerabilities }) => vulnerabilities) }];
}

const SEVERITY_WORDS: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  serious: 'critical',
  high: 'high',
  medium: 'medium',
  moderate: 'medium',
  low: 'low',
};

/** What scanners call negligible, unknown, none or log is informational. */
export function severityOfWord(word: unknown): Severity {
  const known = typeof word === 'string' ? word.trim().toLowerCase() : '';
  return (Object.hasOwn(SEVERITY_WORDS, known) ? SEVERITY_WORDS[known] : undefined) ?? 'informational';
}

/** Texts cut to what is kept; what is not said is left out. */
export function vulnerabilityOf(given: {
  id: string;
  severity: Severity;
  component: string;
  version?: unknown;
  fixedIn?: unknown;
  title?: unknown;
}): Vulnerability {
  const { id, severity, component } = given;
  return {
    ...{ id: id.slice(0, 128), severity, component: component.slice(0, 256) },
    ...textOf('version', given.version, 128),
    ...textOf('fixedIn', given.fixedIn, 256),
    ...textOf('title', given.title, 512),
  };
}

function textOf<K extends string>(name: K, text: unknown, most: number): { [P in K]?: string } {
  return (typeof text === 'string' && text.trim() !== '' ? { [name]: text.trim().slice(0, most) } : {}) as {
    [P in K]?: string;
  };
}

/** Epoch ms of a time as scanners write it; nothing for what is no time. */
export function timeOf(text: unknown): { scannedAtMs?: number } {
  const atMs = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? {} : { scannedAtMs: atMs };
}
