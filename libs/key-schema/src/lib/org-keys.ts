import type { Lane, OrgId } from '@redoubt/contracts';
import { isOrgId } from '@redoubt/contracts';
import type { GroupName } from './groups.ts';
import { isGroupName } from './groups.ts';
import { minuteStamp, hourStamp, dayStamp } from './time-stamp.ts';

/** What stands behind the tag in the key of each lane. */
const LANE_STREAMS: Readonly<Record<Lane, string>> = {
  s: 'events:stream',
  p: 'events:priority',
  d: 'detections:stream',
  c: 'commands:stream',
  a: 'alerts:stream',
  x: 'scores:stream',
  u: 'audit:stream',
};

const safePart = /^[A-Za-z0-9_.-]{1,128}$/;

function part(text: string, what: string): string {
  // Braces move a key to another slot and `*` widens an ACL pattern, so nothing but plain words may enter a key.
  if (!safePart.test(text)) throw new TypeError(`${what} cannot stand in a key`);
  return text;
}

function group(name: string): GroupName {
  if (!isGroupName(name)) throw new TypeError(`not a consumer group: ${name}`);
  return name;
}

/**
 * Builders of every key of one organisation. All of them carry the tag `{org:<uuid>}` first, so they share one hash
 * slot and one script may touch several atomically. Each builder's type, writers, readers, life and bound are in
 * `ORG_KEY_DECLARATIONS`; hashes of user text come in as `subjectHash`, never the text itself.
 */
export class OrgKeys {
  readonly tag: string;

  /** @throws TypeError when `orgId` is no generated organisation id */
  constructor(orgId: OrgId) {
    if (!isOrgId(orgId)) throw new TypeError('an organisation id is a lower-case UUID v4');
    this.tag = `{org:${orgId}}`;
  }

  eventsStream(): string {
    return this.lane('s');
  }
  eventsPriority(): string {
    return this.lane('p');
  }
  /** The stream of a lane. */
  lane(lane: Lane): string {
    return `${this.tag}:${LANE_STREAMS[lane]}`;
  }
  detectionsStream(): string {
    return this.lane('d');
  }
  commandsStream(): string {
    return this.lane('c');
  }
  alertsStream(): string {
    return this.lane('a');
  }
  scoresStream(): string {
    return this.lane('x');
  }
  auditStream(): string {
    return this.lane('u');
  }
  deadLetters(groupName: string): string {
    return `${this.tag}:dlq:${group(groupName)}`;
  }
  fence(groupName: string): string {
    return `${this.tag}:fence:${group(groupName)}`;
  }
  reached(groupName: string): string {
    return `${this.tag}:reached:${group(groupName)}`;
  }
  attempts(groupName: string): string {
    return `${this.tag}:attempts:${group(groupName)}`;
  }
  idempotency(batchId: string): string {
    return `${this.tag}:idem:${part(batchId, 'a batch id')}`;
  }
  ledger(epochMs: number): string {
    return `${this.tag}:ledger:${minuteStamp(epochMs)}`;
  }
  eventsMinute(epochMs: number): string {
    return `${this.tag}:events:minute:${minuteStamp(epochMs)}`;
  }
  eventsSeverity(epochMs: number): string {
    return `${this.tag}:events:severity:${minuteStamp(epochMs)}`;
  }
  eventsSliding(): string {
    return `${this.tag}:events:sliding`;
  }
  eventsCounted(): string {
    return `${this.tag}:events:counted`;
  }
  eventSignatures(epochMs: number): string {
    return `${this.tag}:event_signatures:${dayStamp(epochMs)}`;
  }
  assetHour(subjectHash: string, epochMs: number): string {
    return `${this.tag}:asset:${part(subjectHash, 'a subject hash')}:${hourStamp(epochMs)}`;
  }
  assetHealth(subjectHash: string): string {
    return `${this.tag}:asset:health:${part(subjectHash, 'a subject hash')}`;
  }
  uniqueIps(epochMs: number): string {
    return `${this.tag}:unique_ips:${hourStamp(epochMs)}`;
  }
  topThreats(epochMs: number): string {
    return `${this.tag}:top_threats:${hourStamp(epochMs)}`;
  }
  topSources(epochMs: number): string {
    return `${this.tag}:top_sources:${hourStamp(epochMs)}`;
  }
  topAssets(epochMs: number): string {
    return `${this.tag}:top_assets:${hourStamp(epochMs)}`;
  }
  failedLogins(subjectHash: string): string {
    return `${this.tag}:failed_logins:${part(subjectHash, 'a subject hash')}`;
  }
  ipReputation(subjectHash: string): string {
    return `${this.tag}:ip:reputation:${part(subjectHash, 'a subject hash')}`;
  }
  threatRule(ruleId: string, subjectHash: string): string {
    return `${this.tag}:threat:rule:${part(ruleId, 'a rule id')}:${part(subjectHash, 'a subject hash')}`;
  }
  alertHash(fingerprint: string): string {
    return `${this.tag}:alert:hash:${part(fingerprint, 'a fingerprint')}`;
  }
  alertState(): string {
    return `${this.tag}:alert:state`;
  }
  alertBook(): string {
    return `${this.tag}:alert:book`;
  }
  alertSuppressed(ruleId: string, subjectHash: string): string {
    return `${this.tag}:alert:suppressed:${part(ruleId, 'a rule id')}:${part(subjectHash, 'a subject hash')}`;
  }
  alertsActive(): string {
    return `${this.tag}:alerts:active`;
  }
  incidentsActive(): string {
    return `${this.tag}:incidents:active`;
  }
  windows(ruleId: string): string {
    return `${this.tag}:windows:${part(ruleId, 'a rule id')}`;
  }
  dashboardMetrics(): string {
    return `${this.tag}:dashboard:metrics`;
  }
  dashboardLock(): string {
    return `${this.tag}:dashboard:lock`;
  }
  config(): string {
    return `${this.tag}:config`;
  }
  features(): string {
    return `${this.tag}:features`;
  }
  rules(): string {
    return `${this.tag}:rules`;
  }
  rulesSeen(): string {
    return `${this.tag}:rules:seen`;
  }
  suppressions(): string {
    return `${this.tag}:suppressions`;
  }
  notifications(channelHash: string): string {
    return `${this.tag}:notify:${part(channelHash, 'a hash')}`;
  }
  notificationsDue(): string {
    return `${this.tag}:notify:due`;
  }
  notificationsPosition(): string {
    return `${this.tag}:notify:position`;
  }
  notificationOutcomes(channelHash: string): string {
    return `${this.tag}:notify:outcomes:${part(channelHash, 'a hash')}`;
  }
  session(tokenHash: string): string {
    return `${this.tag}:session:${part(tokenHash, 'a token hash')}`;
  }
  sessions(): string {
    return `${this.tag}:sessions`;
  }
  userSessions(userId: string): string {
    return `${this.tag}:sessions:user:${part(userId, 'a user id')}`;
  }
  sessionsRevoked(): string {
    return `${this.tag}:sessions:revoked`;
  }
  sessionsEnded(): string {
    return `${this.tag}:sessions:ended`;
  }
  rateLimit(subjectHash: string): string {
    return `${this.tag}:rate_limit:${part(subjectHash, 'a subject hash')}`;
  }
  websocketConnections(): string {
    return `${this.tag}:websocket:connections`;
  }
  websocketConnection(connectionId: string): string {
    return `${this.tag}:websocket:connection:${part(connectionId, 'a connection id')}`;
  }
  mlModel(): string {
    return `${this.tag}:ml:model`;
  }
  mlModelPrevious(): string {
    return `${this.tag}:ml:model:prev`;
  }
  mlState(): string {
    return `${this.tag}:ml:state`;
  }
  sinkState(sinkId: string): string {
    return `${this.tag}:sink:${part(sinkId, 'a sink id')}`;
  }
  sinkMinutes(sinkId: string): string {
    return `${this.tag}:sink:minutes:${part(sinkId, 'a sink id')}`;
  }
  sensitive(id: string): string {
    return `${this.tag}:sensitive:${part(id, 'a secret id')}`;
  }
}

/** Keys of one organisation. */
export function orgKeys(orgId: OrgId): OrgKeys {
  return new OrgKeys(orgId);
}
