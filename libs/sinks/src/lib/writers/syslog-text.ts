import type { Severity } from '@redoubt/contracts';
import type { SinkItem } from '../sink-item.ts';

/** Numerical severities of RFC 5424, 6.2.1. */
const SYSLOG_SEVERITY: Readonly<Record<Severity, number>> = {
  critical: 2,
  high: 3,
  medium: 4,
  low: 5,
  informational: 6,
};

/** RFC 5424 message with the item's id as structured data; its text is what was mapped: JSON, or CEF. */
export function syslogText(item: SinkItem, facility: number): string {
  const pri = facility * 8 + SYSLOG_SEVERITY[item.severity];
  const time = new Date(item.atMs).toISOString();
  const host = printable(item.asset ?? '', 255);
  const messageId = printable(item.kind, 32);
  const data = `[redoubt@32473 id="${item.id}" stream="${item.stream}"]`;
  return `<${pri}>1 ${time} ${host} redoubt - ${messageId} ${data} ${item.text}`;
}

/** Octet counting, RFC 6587, 3.4.1. */
export function octetCounted(text: string): string {
  return `${Buffer.byteLength(text)} ${text}`;
}

/** PRINTUSASCII without spaces, `-` for none. */
function printable(text: string, max: number): string {
  const kept = text.replace(/[^\x21-\x7e]/g, '_').slice(0, max);
  return kept === '' ? '-' : kept;
}
