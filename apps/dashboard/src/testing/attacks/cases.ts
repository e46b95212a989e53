import { randomUUID } from 'node:crypto';
import type { Things } from './victim.ts';

/** What is sent to an operation. */
export interface Ask {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
}

/**
 * How an operation is attacked. `pointed`: it names a thing, here one of the victim's, or what is no id at all. `own`: it
 * works on the credential's own organisation, and shows nothing of the victim. `platform`: it is about the installation,
 * which members of the platform organisation alone see, here the victim. `open`: it asks for no credential.
 */
export type AttackCase =
  | { kind: 'pointed'; at: keyof Things; ask(id: string): Ask; isAnswered?: boolean }
  | { kind: 'own'; ask?: Ask; isRefused?: boolean }
  | { kind: 'platform'; ask?: Ask }
  | { kind: 'open'; ask?: Ask };

/** `isAnswered`: it answers per thing, and says of each that it is not there. */
function pointed(at: keyof Things, ask: (id: string) => Ask, isAnswered = false): AttackCase {
  return { kind: 'pointed', at, ask, isAnswered };
}

const byId =
  (name: string, more: Ask = {}) =>
  (id: string): Ask => ({ ...more, params: { ...more.params, [name]: id } });

const channel = { type: 'email', name: 'x', to: ['somebody@example.com'] };
const sink = { type: 'file', name: 'x', fileName: 'x.ndjson' };
const soon = Date.now() + 600_000;
const matchers = [{ field: 'user', op: 'equals', value: 'somebody' }];

/** Every operation of the API has its case here. */
export const ATTACK_CASES: Readonly<Record<string, AttackCase>> = {
  getApiDocument: { kind: 'open' },
  getAuthOptions: { kind: 'open' },
  login: { kind: 'open', ask: { body: { email: 'nobody@example.com', password: 'a wrong guess' } } },
  showInvitation: { kind: 'open', ask: { body: { token: 'x' } } },
  acceptInvitation: { kind: 'open', ask: { body: { token: 'x', displayName: 'x', password: 'a new password' } } },
  startOidc: { kind: 'open' },
  finishOidc: { kind: 'open' },
  getSession: { kind: 'own' },
  logout: { kind: 'own', isRefused: true },
  changePassword: { kind: 'own', isRefused: true, ask: { body: { current: 'x', next: 'a new password' } } },
  switchOrganization: pointed('orgId', (orgId) => ({ body: { orgId } })),
  listSessions: { kind: 'own' },
  endSession: pointed('sessionId', byId('sessionId')),

  searchEvents: { kind: 'own' },
  exportEvents: { kind: 'own' },
  listAnomalies: { kind: 'own', ask: { query: { fromMs: '0' } } },
  getAnomalyModel: { kind: 'own' },

  listAlerts: { kind: 'own' },
  countAlerts: { kind: 'own' },
  getAlert: pointed('alertId', byId('alertId')),
  getAlertEvents: pointed('alertId', byId('alertId')),
  getSimilarAlerts: pointed('alertId', byId('alertId')),
  commandAlerts: pointed('alertId', (id) => ({ body: { type: 'comment', note: 'x', alertIds: [id] } })),
  listIncidents: { kind: 'own' },
  getIncident: pointed('incidentId', byId('incidentId')),
  commandIncidents: pointed('incidentId', (id) => ({ body: { type: 'note', note: 'x', incidentIds: [id] } })),
  openIncident: pointed('alertId', (id) => ({ body: { title: 'x', severity: 'low', alertIds: [id] } })),

  // Names are an organisation's own: the victim has an asset and a list called x as well.
  listAssets: { kind: 'own' },
  importAssets: { kind: 'own', ask: { body: { text: 'name\nx\n', format: 'csv' } } },
  importScan: { kind: 'own', ask: { body: { format: 'grype', report: '{"matches":[]}', asset: 'x' } } },
  getAsset: { kind: 'own', ask: { params: { name: 'x' } } },
  putAsset: { kind: 'own', ask: { params: { name: 'x' }, body: { asset: {} } } },
  deleteAsset: { kind: 'own', ask: { params: { name: 'x' } } },
  listIntelLists: { kind: 'own' },
  putIntelList: { kind: 'own', ask: { params: { name: 'x' }, body: { text: '192.0.2.1' } } },
  deleteIntelList: { kind: 'own', ask: { params: { name: 'x' } } },
  getReputation: { kind: 'own', isRefused: true, ask: { params: { address: '192.0.2.1' } } },

  listRules: { kind: 'own' },
  getRule: pointed('ruleId', byId('ruleId')),
  testRule: pointed('ruleId', (ruleId) => ({ body: { ruleId, hours: 1 } })),
  publishRule: { kind: 'own', isRefused: true, ask: { body: { yaml: 'title: x', reason: 'x' } } },
  listRuleVersions: pointed('ruleId', byId('ruleId')),
  rollbackRule: pointed('ruleId', byId('ruleId', { body: { version: 1, reason: 'x' } })),
  withdrawRule: pointed('ruleId', byId('ruleId', { body: { reason: 'x' } })),
  changeRule: pointed('ruleId', byId('ruleId', { body: { isEnabled: false } })),
  listSuppressions: { kind: 'own' },
  previewSuppression: { kind: 'own', ask: { body: { matchers } } },
  createSuppression: { kind: 'own', ask: { body: { matchers, reason: 'x', expiresAtMs: soon } } },
  expireSuppression: pointed('suppressionId', byId('suppressionId')),
  listChannels: { kind: 'own' },
  createChannel: { kind: 'own', ask: { body: { channel } } },
  changeChannel: pointed('channelId', byId('channelId', { body: { isEnabled: false } })),
  deleteChannel: pointed('channelId', byId('channelId')),
  testChannel: pointed('channelId', byId('channelId')),
  listDeliveries: pointed('channelId', byId('channelId')),
  listSinks: { kind: 'own' },
  getSink: pointed('sinkId', byId('sinkId')),
  createSink: { kind: 'own', ask: { body: { sink } } },
  changeSink: pointed('sinkId', byId('sinkId', { body: { name: 'x' } })),
  pauseSink: pointed('sinkId', byId('sinkId', { body: {} })),
  resumeSink: pointed('sinkId', byId('sinkId', { body: {} })),
  deleteSink: pointed('sinkId', byId('sinkId')),
  testSink: pointed('sinkId', byId('sinkId')),

  getOrganization: { kind: 'own' },
  changeOrganization: { kind: 'own', ask: { body: { displayName: 'Mallory' } } },
  listMembers: { kind: 'own' },
  changeMember: pointed('userId', byId('userId', { body: { role: 'viewer' } })),
  removeMember: pointed('userId', byId('userId')),
  endMemberSessions: pointed('userId', byId('userId')),
  listInvitations: { kind: 'own' },
  invite: { kind: 'own', ask: { body: { email: 'somebody@example.com', role: 'viewer' } } },
  revokeInvitation: pointed('invitationId', byId('invitationId')),
  listKeys: { kind: 'own' },
  createKey: { kind: 'own', ask: { body: { name: 'x', scopes: ['read'] } } },
  revokeKey: pointed('keyId', byId('keyId')),
  // What Mallory asked for by id stands in Mallory's own log.
  listAudit: { kind: 'own', ask: { query: { action: 'member' } } },
  verifyAudit: { kind: 'own' },
  listViews: { kind: 'own' },
  saveView: { kind: 'own', ask: { body: { page: 'alerts', name: 'x', query: 'a=b' } } },
  deleteView: pointed('viewId', byId('viewId')),

  getOverview: { kind: 'own' },
  getEventSeries: { kind: 'own' },
  getAlertSeries: { kind: 'own' },
  getPipeline: { kind: 'own' },
  listDeadLetters: { kind: 'own' },
  getDeadLetter: pointed('letterId', byId('letterId', { params: { group: 'db_writer' } })),
  getSecurityPosture: { kind: 'platform' },
  listSecurityUsers: { kind: 'platform' },
  listSecurityAudit: { kind: 'platform' },
  exportSecurityReport: { kind: 'platform' },
  getSecurityRequest: { kind: 'platform', ask: { params: { requestId: randomUUID() } } },
  testSecurityCommand: { kind: 'platform', ask: { body: { user: 'db-writer', command: ['FLUSHALL'] } } },
  rotateSecurityUsers: { kind: 'platform', ask: { body: { reason: 'x' } } },
  rotateSecurityUser: { kind: 'platform', ask: { params: { user: 'db-writer' }, body: { reason: 'x' } } },
  rollBackSecurityUser: { kind: 'platform', ask: { params: { user: 'db-writer' }, body: { reason: 'x' } } },
  getCompliance: { kind: 'platform' },
  getComplianceFramework: { kind: 'platform', ask: { params: { frameworkId: 'soc2' } } },
  getComplianceCheck: { kind: 'platform', ask: { params: { checkId: 'tls.bus' } } },
  listComplianceRuns: { kind: 'platform' },
  startComplianceRun: { kind: 'platform', ask: { body: { reason: 'x' } } },
  listComplianceExceptions: { kind: 'platform' },
  addComplianceException: {
    kind: 'platform',
    ask: { body: { checkId: 'tls.bus', owner: 'x', reason: 'x', expiresAtMs: soon } },
  },
  endComplianceException: {
    kind: 'platform',
    ask: { params: { exceptionId: randomUUID() }, query: { reason: 'x' } },
  },
  getComplianceRequest: pointed('complianceRequestId', byId('requestId')),
  listComplianceReports: { kind: 'own' },
  createComplianceReport: { kind: 'own', ask: { body: { framework: 'soc2' } } },
  exportComplianceReport: pointed('reportId', byId('reportId', { query: { format: 'json' } })),
  replayDeadLetters: pointed('letterId', (id) => ({ body: { group: 'db_writer', letterIds: [id] } }), true),
};
