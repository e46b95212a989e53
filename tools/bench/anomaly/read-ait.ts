import type { LabelledSet } from './labelled-set.ts';

const DAY_SECONDS = 86_400;

/** `ts,detector,rule,name,ip,host,time_label,event_label`; the first day is for learning. */
export function readAit(lines: readonly string[], name: string): LabelledSet {
  const rows = lines.slice(1).map(cellsOf);
  const timeSeconds = Float64Array.from(rows, ([ts]) => Number(ts));
  const names = [...new Set(rows.map((row) => row[6] as string))].filter((phase) => phase !== '');
  const start = (timeSeconds[0] ?? 0) + DAY_SECONDS;
  const from = timeSeconds.findIndex((time) => time >= start);
  const of = Int32Array.from(rows, (row) => names.indexOf(row[6] as string) + 1);
  return {
    name,
    count: rows.length,
    labels: Uint8Array.from(of, (phase) => (phase > 0 ? 1 : 0)),
    from: from < 0 ? rows.length : from,
    phases: { of, names, timeSeconds, host: (index) => (rows[index] as string[])[5] as string },
    event: (index) => {
      const [ts, , rule, , ip, host] = rows[index] as string[];
      const timeMs = Number(ts) * 1_000;
      return {
        timeMs,
        receivedAtMs: timeMs,
        eventType: rule as string,
        severity: 'informational',
        ...(ip ? { sourceIp: ip } : {}),
        ...(host ? { asset: host } : {}),
      };
    },
  };
}

/** Cells of a CSV line with quotes as RFC 4180 has them. */
function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain as string) : quoted.replaceAll('""', '"'),
  );
}
