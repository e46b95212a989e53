import { randomBytes } from 'node:crypto';
import type { OrgId } from '@redoubt/contracts';
import { createUser, findUser, isPasswordOf, setMember, setPassword, type Role } from '@redoubt/tenancy';
import type { Control } from './demo-org.ts';

/** Who signs in to the page of a local run. */
export interface DemoLogin {
  email: string;
  password: string;
}

const OPERATOR = { kind: 'operator', name: 'npm start' } as const;
const DEMO = { email: 'demo@example.com', displayName: 'Demo Admin', role: 'admin' } as const;

/** Colleagues to assign alerts to; they have no password and cannot sign in. */
const COLLEAGUES: readonly { email: string; displayName: string; role: Role }[] = [
  { email: 'ana.silva@example.com', displayName: 'Ana Silva', role: 'analyst' },
  { email: 'ben.okafor@example.com', displayName: 'Ben Okafor', role: 'analyst' },
  { email: 'chiara.rossi@example.com', displayName: 'Chiara Rossi', role: 'auditor' },
];

/**
 * Makes the people of the demo organisation, or finds them again.
 *
 * @param knownPassword  the one an earlier run printed; used again while it opens the account
 */
export async function ensureDemoPeople(control: Control, orgId: OrgId, knownPassword?: string): Promise<DemoLogin> {
  for (const { email, displayName, role } of [...COLLEAGUES, DEMO]) {
    const user =
      (await findUser(control.database, email)) ??
      (await createUser(control.database, { email, displayName }, { by: OPERATOR }));
    await setMember(control, orgId, { userId: user.id, role }, OPERATOR);
  }
  if (knownPassword !== undefined && (await isPasswordOf(control.database, DEMO.email, knownPassword))) {
    return { email: DEMO.email, password: knownPassword };
  }
  const password = randomBytes(15).toString('base64url');
  await setPassword(control, DEMO.email, password, { by: OPERATOR });
  return { email: DEMO.email, password };
}
