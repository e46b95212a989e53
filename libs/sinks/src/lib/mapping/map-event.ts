import { buildEvent, viewOf, type OrgId } from '@redoubt/contracts';
import type { Sink } from '@redoubt/rulebook';
import type { StreamEvent } from '@redoubt/stream';
import type { SinkItem } from '../sink-item.ts';
import { cefOfEvent } from './cef.ts';

/** Says an event as the sink wants it; a dead letter that was put back under the id that it had before. */
export function mapEvent(mapping: Sink['mapping'], orgId: OrgId, given: StreamEvent): SinkItem {
  const { fields, line, acceptedAtMs } = given;
  const eventId = given.originalEventId ?? given.eventId;
  const { severity, eventType: kind, asset } = fields;
  const head = { id: `${orgId}-${eventId}`, stream: 'events' as const, orgId, severity, kind, asset };
  const atMs = fields.eventTimeMs ?? acceptedAtMs;
  return { ...head, atMs, text: textOf() };

  function textOf(): string {
    if (mapping === 'raw') return rawText(line.toString('utf8'), orgId, eventId, acceptedAtMs);
    const event = buildEvent(fields, { orgId, eventId, receivedAtMs: acceptedAtMs });
    return mapping === 'cef' ? cefOfEvent(event) : JSON.stringify(viewOf(mapping, event, line.toString('utf8')));
  }
}

/** The sender's JSON as it came, with what the platform knows of it around. */
function rawText(line: string, orgId: OrgId, eventId: string, receivedAtMs: number): string {
  // One JSON text may stand on several lines; a sink of lines gets one each.
  const event = line.includes('\n') || line.includes('\r') ? JSON.stringify(JSON.parse(line)) : line;
  return `{"eventId":"${eventId}","orgId":"${orgId}","receivedAtMs":${receivedAtMs},"event":${event}}`;
}
