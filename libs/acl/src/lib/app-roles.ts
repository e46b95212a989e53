import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterKeys } from '@redoubt/key-schema';
import type { CommandTrace } from './command-trace.ts';
import { generateRole } from './generate-role.ts';
import {
  auditPart,
  backfillPart,
  canaryPart,
  clientPart,
  consumerPart,
  deadLettersPart,
  encryptionPart,
  evidencePart,
  joinParts,
  outcomesPart,
  relayPart,
  securityPart,
  sinkHealthPart,
  trimmerPart,
  type TracePart,
} from './library-parts.ts';
import type { Role } from './role.ts';

/** Apps that have a user of their own, and what it is for. */
export const APP_DESCRIPTIONS = {
  'ingest-gateway': 'accepts events: appends frames, checks keys and quotas; reads no stream',
  'db-writer': 'group db_writer: stores events and alerts, counts, trims, projects settings',
  'alert-engine': 'groups alert_engine and notifier: detections, alerts, notifications',
  'ml-scorer': 'group ml_engine: scores events',
  'siem-forwarder': 'groups siem_forwarder*: forwards to the sinks of organisations',
  'compliance-reporter': 'asks every node for evidence, and changes nothing there',
  dashboard: 'API, sessions and feeds',
  cli: "the operators' command line",
} as const;

export type AppName = keyof typeof APP_DESCRIPTIONS;

/** Libraries whose whole work an app does, however little of it came to pass in its specs. */
const PARTS: Readonly<Record<AppName, () => readonly TracePart[]>> = {
  'ingest-gateway': () => [clientPart],
  'db-writer': () => [clientPart, consumerPart('db_writer'), trimmerPart(), relayPart()],
  'alert-engine': () => [
    clientPart,
    consumerPart('alert_engine'),
    consumerPart('notifier'),
    outcomesPart(),
    encryptionPart(),
  ],
  'ml-scorer': () => [clientPart, consumerPart('ml_engine')],
  'siem-forwarder': () => [clientPart, consumerPart('siem_forwarder'), encryptionPart()],
  'compliance-reporter': () => [clientPart, evidencePart(), sinkHealthPart(), canaryPart()],
  dashboard: () => [
    clientPart,
    relayPart(),
    deadLettersPart(),
    securityPart(clusterKeys.aclRequests()),
    encryptionPart(),
  ],
  cli: () => [
    ...[clientPart, relayPart(), deadLettersPart(), securityPart(clusterKeys.aclOperatorRequests())],
    ...[auditPart(), backfillPart()],
  ],
};

export const APP_NAMES = Object.keys(APP_DESCRIPTIONS) as AppName[];

export function isAppName(text: string): text is AppName {
  return Object.hasOwn(APP_DESCRIPTIONS, text);
}

/**
 * What the app's integration specs were seen to do, and all that its libraries may do in its name. Throws when nothing
 * was recorded yet.
 */
export function appTrace(app: AppName): CommandTrace {
  return joinParts(JSON.parse(readFileSync(traceFile(app), 'utf8')) as CommandTrace, PARTS[app]());
}

/** Whether what the app does was recorded yet. */
export function hasTrace(app: AppName): boolean {
  return existsSync(traceFile(app));
}

function traceFile(app: AppName): string {
  return join(import.meta.dirname, '../traces', `${app}.json`);
}

/** The generated role of an app. */
export function appRole(app: AppName): Role {
  return generateRole(appTrace(app), APP_DESCRIPTIONS[app]);
}
