import { readFileSync } from 'node:fs';

const TABLES = ['/proc/net/udp', '/proc/net/udp6'] as const;
const LOCAL_ADDRESS = 1;

/** Datagrams to a local port that the kernel had no room for, by its socket tables; 0 where there are none. */
export function kernelDrops(port: number | undefined): number {
  if (port === undefined) return 0;
  return TABLES.reduce((sum, table) => sum + dropsIn(readTable(table), port), 0);
}

/** @param table  text of /proc/net/udp: the local address is `hex:port` in the second column, drops are in the last */
export function dropsIn(table: string, port: number): number {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  let drops = 0;
  for (const row of table.split('\n')) {
    const columns = row.trim().split(/\s+/);
    if (columns[LOCAL_ADDRESS]?.endsWith(suffix)) drops += Number(columns.at(-1)) || 0;
  }
  return drops;
}

function readTable(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
