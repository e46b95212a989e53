import type { RedoubtEvent, Severity } from '@redoubt/contracts';

/** CEF severities, 0 to 10. */
const CEF_SEVERITY: Readonly<Record<Severity, number>> = { informational: 1, low: 3, medium: 5, high: 8, critical: 10 };

/** What one line of the Common Event Format says. */
export interface CefParts {
  signature: string;
  name: string;
  severity: Severity;
  id: string;
  atMs: number;
  extension: Readonly<Record<string, string | number | undefined>>;
}

/** One line of the Common Event Format, version 0; extensions without a value are left out. */
export function cefOf({ signature, name, severity, id, atMs, extension }: CefParts): string {
  const head = ['CEF:0', 'Redoubt', 'Redoubt', '1', headerText(signature), headerText(name), CEF_SEVERITY[severity]];
  const all = Object.entries({ externalId: id, rt: atMs, ...extension });
  const pairs = all.flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${extensionText(String(value))}`]));
  return `${head.join('|')}|${pairs.join(' ')}`;
}

export function cefOfEvent(event: RedoubtEvent): string {
  const { eventType, severity, orgId, eventId } = event;
  return cefOf({
    ...{ signature: eventType, name: event.message?.slice(0, 512) ?? eventType, severity },
    ...{ id: `${orgId}-${eventId}`, atMs: event.eventTimeMs },
    extension: {
      ...{ src: event.sourceIp, dst: event.destinationIp, suser: event.user, dhost: event.asset },
      ...{ act: event.action, outcome: event.outcome, msg: event.message, cs1Label: 'organization', cs1: orgId },
    },
  });
}

function headerText(text: string): string {
  return text.replace(/[\\|]/g, String.raw`\$&`).replace(/[\r\n]+/g, ' ');
}

function extensionText(text: string): string {
  return text.replace(/[\\=]/g, String.raw`\$&`).replace(/\r\n|\r|\n/g, String.raw`\n`);
}
