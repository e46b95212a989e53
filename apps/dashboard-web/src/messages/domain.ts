import type { AlertStatus, Disposition, IncidentStatus, Severity } from '@redoubt/contracts';

export const severityText: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  informational: 'Info',
};

export const statusText: Readonly<Record<AlertStatus | IncidentStatus, string>> = {
  firing: 'Firing',
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
  closed: 'Closed',
  open: 'Open',
  investigating: 'Investigating',
};

export const dispositionText: Readonly<Record<Disposition, string>> = {
  true_positive: 'True positive',
  false_positive: 'False positive',
  benign: 'Benign',
};

/** `failed_login` as people write it. */
export function eventTypeText(eventType: string): string {
  const text = eventType.replaceAll(/[_.]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
