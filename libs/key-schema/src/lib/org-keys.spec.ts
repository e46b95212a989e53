import { LANES, parseOrgId } from '@redoubt/contracts';
import { ORG_KEY_DECLARATIONS } from './org-key-declarations.ts';
import { OrgKeys, orgKeys } from './org-keys.ts';
import { parseKey } from './parse-key.ts';
import { slotOf } from './hash-slot.ts';

const orgId = parseOrgId('3f2b8c1e-5a47-4d0e-9c3b-7a6f1e2d4c5b');
const tag = '{org:3f2b8c1e-5a47-4d0e-9c3b-7a6f1e2d4c5b}';
const at = Date.UTC(2026, 10, 21, 14, 30, 59);
const keys = orgKeys(orgId);

/** Every builder with the literal it must give: renaming a key breaks this table. */
const pinned: Record<string, [string, string]> = {
  eventsStream: [keys.eventsStream(), 'events:stream'],
  eventsPriority: [keys.eventsPriority(), 'events:priority'],
  detectionsStream: [keys.detectionsStream(), 'detections:stream'],
  commandsStream: [keys.commandsStream(), 'commands:stream'],
  alertsStream: [keys.alertsStream(), 'alerts:stream'],
  scoresStream: [keys.scoresStream(), 'scores:stream'],
  auditStream: [keys.auditStream(), 'audit:stream'],
  deadLetters: [keys.deadLetters('db_writer'), 'dlq:db_writer'],
  fence: [keys.fence('siem_forwarder:splunk-1'), 'fence:siem_forwarder:splunk-1'],
  reached: [keys.reached('db_writer'), 'reached:db_writer'],
  attempts: [keys.attempts('ml_engine'), 'attempts:ml_engine'],
  idempotency: [keys.idempotency('abc'), 'idem:abc'],
  ledger: [keys.ledger(at), 'ledger:202611211430'],
  eventsMinute: [keys.eventsMinute(at), 'events:minute:202611211430'],
  eventsSeverity: [keys.eventsSeverity(at), 'events:severity:202611211430'],
  eventsSliding: [keys.eventsSliding(), 'events:sliding'],
  eventsCounted: [keys.eventsCounted(), 'events:counted'],
  eventSignatures: [keys.eventSignatures(at), 'event_signatures:20261121'],
  assetHour: [keys.assetHour('a1', at), 'asset:a1:2026112114'],
  assetHealth: [keys.assetHealth('a1'), 'asset:health:a1'],
  uniqueIps: [keys.uniqueIps(at), 'unique_ips:2026112114'],
  topThreats: [keys.topThreats(at), 'top_threats:2026112114'],
  topSources: [keys.topSources(at), 'top_sources:2026112114'],
  topAssets: [keys.topAssets(at), 'top_assets:2026112114'],
  failedLogins: [keys.failedLogins('ab'), 'failed_logins:ab'],
  ipReputation: [keys.ipReputation('ab'), 'ip:reputation:ab'],
  threatRule: [keys.threatRule('r1', 'ab'), 'threat:rule:r1:ab'],
  alertHash: [keys.alertHash('fp'), 'alert:hash:fp'],
  alertState: [keys.alertState(), 'alert:state'],
  alertBook: [keys.alertBook(), 'alert:book'],
  alertSuppressed: [keys.alertSuppressed('r1', 'ab'), 'alert:suppressed:r1:ab'],
  alertsActive: [keys.alertsActive(), 'alerts:active'],
  incidentsActive: [keys.incidentsActive(), 'incidents:active'],
  windows: [keys.windows('r1'), 'windows:r1'],
  dashboardMetrics: [keys.dashboardMetrics(), 'dashboard:metrics'],
  dashboardLock: [keys.dashboardLock(), 'dashboard:lock'],
  config: [keys.config(), 'config'],
  features: [keys.features(), 'features'],
  rules: [keys.rules(), 'rules'],
  rulesSeen: [keys.rulesSeen(), 'rules:seen'],
  suppressions: [keys.suppressions(), 'suppressions'],
  notifications: [keys.notifications('ab'), 'notify:ab'],
  notificationsDue: [keys.notificationsDue(), 'notify:due'],
  notificationsPosition: [keys.notificationsPosition(), 'notify:position'],
  notificationOutcomes: [keys.notificationOutcomes('ab'), 'notify:outcomes:ab'],
  session: [keys.session('t'), 'session:t'],
  sessions: [keys.sessions(), 'sessions'],
  rateLimit: [keys.rateLimit('s'), 'rate_limit:s'],
  userSessions: [keys.userSessions('u1'), 'sessions:user:u1'],
  sessionsRevoked: [keys.sessionsRevoked(), 'sessions:revoked'],
  sessionsEnded: [keys.sessionsEnded(), 'sessions:ended'],
  websocketConnections: [keys.websocketConnections(), 'websocket:connections'],
  websocketConnection: [keys.websocketConnection('c'), 'websocket:connection:c'],
  mlModel: [keys.mlModel(), 'ml:model'],
  mlModelPrevious: [keys.mlModelPrevious(), 'ml:model:prev'],
  mlState: [keys.mlState(), 'ml:state'],
  sinkState: [keys.sinkState('x'), 'sink:x'],
  sinkMinutes: [keys.sinkMinutes('x'), 'sink:minutes:x'],
  sensitive: [keys.sensitive('x'), 'sensitive:x'],
};

describe('organisation keys', () => {
  it.each(Object.entries(pinned))('%s is pinned', (_name, [key, rest]) => {
    expect(key).toBe(`${tag}:${rest}`);
  });

  it('has one slot for all keys of an organisation', () => {
    expect(new Set(Object.values(pinned).map(([key]) => slotOf(key))).size).toBe(1);
  });

  it('declares every builder, and nothing else', () => {
    const builders = Object.getOwnPropertyNames(OrgKeys.prototype).filter((n) => n !== 'constructor' && n !== 'lane');
    expect(ORG_KEY_DECLARATIONS.map((d) => d.name).sort()).toEqual(builders.sort());
    expect(Object.keys(pinned).sort()).toEqual(builders.sort());
  });

  it.each(Object.entries(pinned))('%s parses back', (_name, [key, rest]) => {
    const parsed = parseKey(key);
    if (parsed?.kind !== 'org') throw new Error('not an organisation key');
    expect(parsed.orgId).toBe(orgId);
    expect([parsed.entity, ...parsed.parts].join(':')).toBe(rest);
  });

  it.each(['{org:x}', '*', '../x', 'a b', 'x}', '', '3F2B8C1E-5A47-4D0E-9C3B-7A6F1E2D4C5B'])(
    'refuses %j as an organisation id',
    (id) => {
      expect(() => new OrgKeys(id as typeof orgId)).toThrow(TypeError);
    },
  );

  it.each(['a*b', 'a{b', 'a:b', '', 'é'])('refuses %j as part of a key', (text) => {
    expect(() => keys.idempotency(text)).toThrow(TypeError);
    expect(() => keys.rateLimit(text)).toThrow(TypeError);
  });

  it('gives each lane a stream of its own', () => {
    const streams = LANES.map((lane) => keys.lane(lane));
    expect(new Set(streams).size).toBe(LANES.length);
    const declared = ORG_KEY_DECLARATIONS.filter((d) => d.type === 'stream' && d.name !== 'deadLetters');
    expect(streams.sort()).toEqual(declared.map((d) => d.pattern.replace('{org:<uuid>}', tag)).sort());
  });

  it('refuses a group it does not know', () => {
    expect(() => keys.fence('processors')).toThrow(TypeError);
    expect(() => keys.fence('siem_forwarder:A*')).toThrow(TypeError);
  });

  it('parses no foreign key', () => {
    expect(parseKey('events:stream')).toBeNull();
    expect(parseKey('{org:not-a-uuid}:events:stream')).toBeNull();
    expect(parseKey(`${tag}`)).toBeNull();
    expect(parseKey(`evil:${tag}:events:stream`)).toBeNull();
  });
});
