import { z } from 'zod';
import { anomalyReasonsSchema } from './anomaly-reason.ts';
import { SEVERITIES } from './severity.ts';

/** `firing` and `acknowledged` are open; `resolved` ended by itself, `closed` by an analyst. */
export const ALERT_STATUSES = ['firing', 'acknowledged', 'resolved', 'closed'] as const;
export type AlertStatus = (typeof ALERT_STATUSES)[number];

/** An analyst's verdict. */
export const DISPOSITIONS = ['true_positive', 'false_positive', 'benign'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** Most event ids kept on an alert: the first of the episode and the newest. */
export const MAX_SAMPLE_EVENTS = 20;

/** What an alert is about. The fields an alert has are those its rule names, or all the event had. */
export const alertSubjectSchema = z.strictObject({
  sourceIp: z.string().optional(),
  user: z.string().optional(),
  asset: z.string().optional(),
  /** A group key of a rule that groups by other fields, `name=value` joined by commas. */
  group: z.string().optional(),
});
export type AlertSubject = z.infer<typeof alertSubjectSchema>;

/** A MITRE ATT&CK tag of a rule, as far as it names them. */
export const mitreSchema = z.strictObject({ tactic: z.string().optional(), technique: z.string().optional() });
export type Mitre = z.infer<typeof mitreSchema>;

/** One episode of a rule matching for a subject: detections folded together. */
export const alertSchema = z.strictObject({
  alertId: z.uuid(),
  orgId: z.uuid(),
  ruleId: z.string(),
  ruleName: z.string(),
  /** Kept because rules under the Detection Rule License ask for it on every message built on a match. */
  ruleAuthor: z.string().optional(),
  severity: z.enum(SEVERITIES),
  status: z.enum(ALERT_STATUSES),
  title: z.string(),
  /** Why it fired, in words: `12 failed logins from 1.2.3.4 in 15 min; threshold 10`. */
  reason: z.string(),
  fingerprint: z.string(),
  subject: alertSubjectSchema,
  /** Matching events of the episode, exact. A repeated log line counts once. */
  count: z.int().positive(),
  /** Event times of the earliest and latest matching event, epoch ms. */
  firstSeenMs: z.int(),
  lastSeenMs: z.int(),
  /** When it was opened and last changed, accept time of what changed it, epoch ms. */
  createdAtMs: z.int(),
  updatedAtMs: z.int(),
  threshold: z.number().optional(),
  windowSeconds: z.number().optional(),
  tags: z.array(z.string()),
  mitre: z.array(mitreSchema),
  /** 0-100, see libs/alerting. */
  riskScore: z.number(),
  /** The highest of the episode, 0-100, and what that one was made of. */
  anomalyScore: z.number().optional(),
  anomalyReasons: anomalyReasonsSchema.optional(),
  assignee: z.string().optional(),
  disposition: z.enum(DISPOSITIONS).optional(),
  incidentId: z.uuid().optional(),
  /** The suppression that hides it: it is kept and counted, and nobody is told. */
  suppressedBy: z.uuid().optional(),
  /** The alert that inhibits it: likewise. */
  inhibitedBy: z.uuid().optional(),
  /** At most MAX_SAMPLE_EVENTS event ids: the first ones of the episode, then the newest. */
  sampleEventIds: z.array(z.string()).max(MAX_SAMPLE_EVENTS),
  /** Grows with every change; readers keep the greatest. */
  version: z.int().positive(),
});
export type Alert = z.infer<typeof alertSchema>;

/** What happened to an alert, in its record on the stream and its history. */
export const ALERT_CHANGES = [
  ...(['opened', 'updated', 'severity_raised', 'reopened', 'resolved', 'closed'] as const),
  ...(['acknowledged', 'assigned', 'commented', 'disposed', 'suppressed', 'unsuppressed', 'grouped'] as const),
] as const;
export type AlertChangeKind = (typeof ALERT_CHANGES)[number];
