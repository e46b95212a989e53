import { z } from 'zod';
import { alertSubjectSchema } from './alert.ts';
import { SEVERITIES } from './severity.ts';

export const INCIDENT_STATUSES = ['open', 'investigating', 'closed'] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** Most alerts an incident lists; `alertCount` goes on. */
export const MAX_INCIDENT_ALERTS = 200;

/** Alerts that belong together by entity and time, or an incident opened by hand. */
export const incidentSchema = z.strictObject({
  incidentId: z.uuid(),
  orgId: z.uuid(),
  kind: z.enum(['alert', 'security']),
  title: z.string(),
  status: z.enum(INCIDENT_STATUSES),
  severity: z.enum(SEVERITIES),
  /** What its alerts have in common. */
  subject: alertSubjectSchema,
  /** 0-100 at `updatedAtMs`; decays from there with the organisation's half-life. */
  riskScore: z.number(),
  alertIds: z.array(z.uuid()).max(MAX_INCIDENT_ALERTS),
  alertCount: z.int().nonnegative(),
  firstSeenMs: z.int(),
  lastSeenMs: z.int(),
  createdAtMs: z.int(),
  updatedAtMs: z.int(),
  assignee: z.string().optional(),
  closeReason: z.string().optional(),
  version: z.int().positive(),
});
export type Incident = z.infer<typeof incidentSchema>;

export const INCIDENT_CHANGES = ['opened', 'grew', 'updated', 'assigned', 'commented', 'closed', 'reopened'] as const;
export type IncidentChangeKind = (typeof INCIDENT_CHANGES)[number];
