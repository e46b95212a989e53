import type { Vulnerability } from '@redoubt/contracts';
import { csvRows } from '../csv-rows.ts';
import { severityOfWord, vulnerabilityOf, type ScanReport } from './scan-report.ts';

/** Reads a field of a row by the name of its column; empty where there is none. */
type Cell = (column: string) => string;

/**
 * Nessus, exported as CSV: one row per host, port and plugin. Rows of risk `None` say something about the host and are
 * no weakness.
 *
 * @throws Error when it is none
 */
export function nessusReport(text: string): ScanReport {
  return byHost('nessus', text, ['plugin id', 'risk', 'host'], (cell) => {
    const severity = severityOfWord(cell('risk'));
    if (severity === 'informational') return undefined;
    const id = cell('cve') || `nessus-${cell('plugin id')}`;
    return {
      host: cell('host'),
      found: vulnerabilityOf({ id, severity, component: portOf(cell), title: cell('name') }),
    };
  });
}

/**
 * OpenVAS or Greenbone, exported as CSV Results. Rows of severity `Log` are no weakness; one that names several CVEs is
 * told by the first.
 *
 * @throws Error when it is none
 */
export function openvasReport(text: string): ScanReport {
  return byHost('openvas', text, ['ip', 'severity', 'nvt name'], (cell) => {
    const severity = severityOfWord(cell('severity'));
    if (severity === 'informational') return undefined;
    const [cve = ''] = cell('cves').split(/[\s,]+/);
    const id = cve || cell('nvt oid') || cell('nvt name');
    const found = vulnerabilityOf({ id, severity, component: portOf(cell), title: cell('nvt name') });
    return { host: cell('ip') || cell('hostname'), found };
  });
}

interface Finding {
  host: string;
  found: Vulnerability;
}

function byHost(
  scanner: string,
  text: string,
  needed: readonly string[],
  read: (cell: Cell) => Finding | undefined,
): ScanReport {
  const hosts = new Map<string, Vulnerability[]>();
  let columns: ReadonlyMap<string, number> | undefined;
  for (const row of csvRows(text)) {
    if (columns === undefined) {
      columns = new Map(row.map((name, at) => [name.trim().toLowerCase(), at]));
      const missing = needed.filter((name) => !columns?.has(name));
      if (missing.length > 0) throw new Error(`no ${scanner} report: the first line names no ${missing.join(', ')}`);
      continue;
    }
    const finding = read((column) => row[columns?.get(column) ?? -1]?.trim() ?? '');
    if (finding === undefined || finding.found.id === '') continue;
    const { host, found } = finding;
    const list = hosts.get(host);
    if (list === undefined) hosts.set(host, [found]);
    else list.push(found);
  }
  if (columns === undefined) throw new Error(`no ${scanner} report: it is empty`);
  return { scanner, hosts: [...hosts].map(([host, vulnerabilities]) => ({ host, vulnerabilities })) };
}

function portOf(cell: Cell): string {
  const port = cell('port');
  const protocol = cell('protocol') || cell('port protocol');
  return port === '' || port === '0' ? 'host' : `${protocol || 'tcp'}/${port}`;
}
