import { assetSchema, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { createSuppression } from '@redoubt/rulebook';
import { askCompliance, saveAssets, saveIntelList, type Database } from '@redoubt/storage';
import { inviteMember } from '@redoubt/tenancy';
import { eventScoreOf, modelStateOf } from '@redoubt/test-kit';
import { send } from '../api-client.ts';
import { makeAlert, makeIncident } from '../make-cases.ts';
import { signIn, type SignedIn } from '../sign-in.ts';
import { openCaseStore, storeEvents, type Person, type Tenant, type TestApp } from '../start-app.ts';
import { storeReport } from '../store-compliance.ts';
import { storeScores } from '../store-scores.ts';

/** Stands in everything of the victim that holds a text: wherever it is seen elsewhere, something has leaked. */
export const CANARY = 'canary-7f3e';

/** Ids of one thing of each kind. */
export interface Things {
  orgId: string;
  alertId: string;
  incidentId: string;
  suppressionId: string;
  ruleId: string;
  sessionId: string;
  userId: string;
  invitationId: string;
  letterId: string;
  keyId: string;
  channelId: string;
  sinkId: string;
  viewId: string;
  complianceRequestId: string;
  reportId: string;
}

/** An organisation that has one of everything. */
export interface Victim extends Tenant {
  things: Things;
  admin: string;
  person: Person;
  session: SignedIn;
}

export async function makeVictim(app: TestApp): Promise<Victim> {
  const tenant = await app.addTenant('victim');
  const { orgId } = tenant;
  const { database, redis } = app;
  await storeEvents(database, orgId, [{ message: CANARY, user: CANARY, eventTimeMs: Date.now() - 1_000 }]);
  const score = eventScoreOf({ user: CANARY, timeMs: Date.now() });
  await storeScores(database, orgId, [score, modelStateOf(Date.now(), 1)]);
  const [alert, incident] = [makeAlert(orgId, { title: CANARY }), makeIncident(orgId, { title: CANARY })];
  await (
    await openCaseStore(database, orgId)
  )([{ alert }, { incident }]);
  const person = await app.addPerson(tenant, 'admin');
  const session = await signIn(app.url, person);
  const by = { kind: 'operator', name: CANARY } as const;
  await saveAssets(database, { orgId, assets: [assetSchema.parse({ name: 'x', owner: CANARY })], actor: by });
  const indicators = [{ kind: 'ip', value: '192.0.2.1', threat: CANARY }];
  await saveIntelList(database, { orgId, name: 'x', format: 'csv', source: CANARY, indicators, actor: by });
  const { invitation } = await inviteMember(database, orgId, { email: `${CANARY}@example.com`, role: 'viewer' }, by);
  return {
    ...{ ...tenant, person, session },
    things: {
      ...{ orgId, alertId: alert.alertId, incidentId: incident.incidentId },
      ...{ userId: person.userId, invitationId: invitation.id, keyId: tenant.admin.split('_')[1] ?? '' },
      ...(await byApi(app, tenant)),
      suppressionId: await suppress(app, tenant),
      ...(await report(database, orgId)),
      sessionId: await sessionIdOf(app, session),
      letterId: String(await redis.call('XADD', orgKeys(orgId).deadLetters('db_writer'), ['*', ...letter()])),
    },
  };
}

async function suppress({ database }: TestApp, { orgId }: Tenant): Promise<string> {
  const said = { owner: CANARY, reason: CANARY, expiresAtMs: Date.now() + 600_000 };
  const matchers = [{ field: 'user' as const, op: 'equals' as const, value: CANARY }];
  const { suppressionId } = await createSuppression(
    database,
    orgId,
    { ...said, matchers },
    { actor: CANARY, nowMs: Date.now() },
  );
  return suppressionId;
}

const yaml = `title: ${CANARY}
id: rule-of-the-victim
logsource: { product: redoubt }
detection:
  selection: { eventType: ${CANARY} }
  condition: selection
level: medium
`;

/** Things that the API makes. */
async function byApi(
  { url }: TestApp,
  { admin: key }: Tenant,
): Promise<Pick<Things, 'ruleId' | 'channelId' | 'sinkId' | 'viewId'>> {
  const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const { status, json, text } = await send(`${url}/api/v1/${path}`, 'post', { key, body });
    if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
    return json;
  };
  const { ruleId } = await post('rules', { yaml, reason: CANARY });
  const to = [`${CANARY}@example.com`];
  const { channel } = await post('channels', { channel: { type: 'email', name: CANARY, to } });
  const { sink } = await post('sinks', { sink: { type: 'file', name: CANARY, fileName: CANARY } });
  const { view } = await post('views', { page: 'alerts', name: CANARY, query: 'a=b', isShared: true });
  const { channelId } = channel as { channelId: string };
  const { sinkId } = sink as { sinkId: string };
  return { ruleId: String(ruleId), channelId, sinkId, viewId: (view as { viewId: string }).viewId };
}

async function report(database: Database, orgId: OrgId): Promise<Pick<Things, 'complianceRequestId' | 'reportId'>> {
  const request = { kind: 'run', orgId, args: {}, requestedBy: CANARY } as const;
  const { reportId } = await storeReport(database, { scope: { kind: 'organization', name: CANARY, orgId } });
  return { complianceRequestId: (await askCompliance(database, request)) ?? '', reportId };
}

async function sessionIdOf({ url }: TestApp, { cookie }: SignedIn): Promise<string> {
  const { json } = await send(`${url}/api/v1/sessions?mine=true`, 'get', { headers: cookie });
  return (json.sessions as { sessionId: string }[])[0]?.sessionId ?? '';
}

/** A dead letter as a consumer writes it. */
function letter(): (string | number)[] {
  const nowMs = Date.now();
  return Object.entries({
    ...{ event: JSON.stringify({ eventType: CANARY }), eventId: `s-${nowMs}-0-0`, lane: 's', entryId: `${nowMs}-0` },
    ...{ index: 0, acceptedAtMs: nowMs, reason: 'permanent_error', error: 'PermanentError', message: CANARY },
    ...{ attempts: 1, diedAtMs: nowMs },
  }).flat();
}
