import type { AlertStatus, AlertSubject, IncidentStatus, Mitre } from '@redoubt/contracts';
import { printable } from '../output/printable.ts';
import type { Style } from '../output/style.ts';

/** What an alert or incident is about, in few words; harmless for a terminal. */
export function subjectText({ sourceIp, user, asset, group }: AlertSubject): string {
  const parts = [user, sourceIp, asset].filter((part) => part !== undefined && part !== '');
  return printable(parts.join(' ') || group || '-');
}

/** A status as people see it; nothing is said by colour alone. */
export function statusText(status: AlertStatus | IncidentStatus, style: Style): string {
  switch (status) {
    case 'firing':
    case 'open':
      return style.bad(status);
    case 'acknowledged':
    case 'investigating':
      return style.warn(status);
    default:
      return style.dim(status);
  }
}

/** `T1110 (credential-access), T1021`; undefined when the rule names none. */
export function mitreText(mitre: readonly Mitre[]): string | undefined {
  const parts = mitre.map(({ tactic, technique }) =>
    technique === undefined ? (tactic ?? '') : tactic === undefined ? technique : `${technique} (${tactic})`,
  );
  return parts.length === 0 ? undefined : [...new Set(parts)].join(', ');
}
