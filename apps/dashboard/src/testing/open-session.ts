import type { OrgId } from '@redoubt/contracts';
import { createSessions, parseSessionKeys, type Role } from '@redoubt/tenancy';
import { testLogger } from '@redoubt/worker-test-kit';
import { TEST_SESSION_KEYS, type Person, type TestApp } from './start-app.ts';

/** Somebody with the token of a session. */
export type SessionHolder = Person & { token: string };

/** Makes somebody a member and opens a session for them, without the price of a password. */
export async function openSession(app: TestApp, tenant: { orgId: OrgId }, role: Role): Promise<SessionHolder> {
  const { redis, database } = app;
  const person = await app.addPerson(tenant, role);
  const sessions = createSessions({ redis, database, log: testLogger(), keys: parseSessionKeys(TEST_SESSION_KEYS) });
  const { token } = await sessions.open({ userId: person.userId, orgId: tenant.orgId, address: '203.0.113.1' });
  return { ...person, token };
}
