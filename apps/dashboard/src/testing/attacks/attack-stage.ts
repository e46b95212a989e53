import { orgKeys } from '@redoubt/key-schema';
import { listAudit } from '@redoubt/storage';
import { waitFor } from '@redoubt/test-kit';
import { ApiClient, type KnownOperation } from '../api-client.ts';
import { signIn, type SignedIn } from '../sign-in.ts';
import { startApp, type Tenant, type TestApp } from '../start-app.ts';
import { ATTACK_CASES, type Ask, type AttackCase } from './cases.ts';
import { makeVictim, type Victim } from './victim.ts';

type Pointed = Extract<AttackCase, { kind: 'pointed' }>;

/** Mallory is an admin of another organisation than the victim's. */
export interface Mallory {
  /** As the audit log names the one who acts. */
  actor: string;
  token: string;
  session: SignedIn;
}

/** The dashboard with an organisation that is attacked and one that attacks it. */
export class AttackStage {
  readonly app: TestApp;
  readonly api: ApiClient;
  readonly mallory: Tenant;
  readonly victim: Victim;

  private constructor(app: TestApp, api: ApiClient, mallory: Tenant, victim: Victim) {
    this.app = app;
    this.api = api;
    this.mallory = mallory;
    this.victim = victim;
  }

  static async open(): Promise<AttackStage> {
    const kinds = ['KEY', 'USER', 'OPEN'];
    const limits = Object.fromEntries(kinds.map((kind) => [`${kind}_REQUESTS_PER_MINUTE`, '1000000']));
    const app = await startApp({ ...limits, MAX_EXPORTS: '100', PLATFORM_ORGANIZATION: 'victim' });
    const api = await ApiClient.open(app.url);
    return new AttackStage(app, api, await app.addTenant('mallory'), await makeVictim(app));
  }

  /** Operations that ask for a credential. */
  closed(): KnownOperation[] {
    return this.api.operations.filter((one) => one.security?.length !== 0 && caseOf(one) !== undefined);
  }

  /** Operations that name a thing. */
  pointed(): { operation: KnownOperation; aim: Pointed }[] {
    return this.api.operations.flatMap((operation) => {
      const aim = caseOf(operation);
      return aim?.kind === 'pointed' ? [{ operation, aim }] : [];
    });
  }

  /** Operations about the installation. */
  platform(): KnownOperation[] {
    return this.api.operations.filter((one) => caseOf(one)?.kind === 'platform');
  }

  /** What an operation takes, about the victim's things. */
  askOf(operation: KnownOperation): Ask {
    const found = caseOf(operation);
    return found?.kind === 'pointed' ? found.ask(this.victim.things[found.at]) : (found?.ask ?? {});
  }

  /** Somebody new, who was refused nothing yet. */
  async becomeMallory(): Promise<Mallory> {
    const person = await this.app.addPerson(this.mallory, 'admin');
    const session = await signIn(this.app.url, person);
    return { actor: person.userId, token: session.token, session };
  }

  /** Waits until the log of an organisation (or of none) tells of refusals of one actor: `<operation> <code>` each. */
  async waitUntilTold(orgId: Tenant['orgId'] | null, actor: string, wanted: readonly string[]): Promise<void> {
    let missing = wanted;
    const isTold = async (): Promise<boolean> => {
      const found = await this.#told(orgId, actor);
      missing = wanted.filter((one) => !found.has(one));
      return missing.length === 0;
    };
    await waitFor(isTold, { timeoutMs: 10_000, what: 'audit records' }).catch(() => undefined);
    expect(missing).toEqual([]);
  }

  async #told(orgId: Tenant['orgId'] | null, actor: string): Promise<Set<string>> {
    const found = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) };
      const filters = { action: 'access.refused', actor };
      const { entries, nextCursor } = await listAudit(this.app.database, orgId, filters, page);
      for (const { targetId, after } of entries) found.add(`${targetId} ${(after as { code: string }).code}`);
      cursor = nextCursor;
    } while (cursor !== undefined);
    return found;
  }

  /** What of an organisation an attack would change. */
  async stateOf({ orgId }: Tenant): Promise<{ lengths: unknown; seq: number | undefined; sessions: unknown }> {
    const { redis, database } = this.app;
    const keys = orgKeys(orgId);
    const [audit] = (await listAudit(database, orgId, {}, { limit: 1 })).entries;
    const lengths = await Promise.all(
      [keys.lane('c'), keys.deadLetters('db_writer'), keys.lane('s')].map((key) => redis.call('XLEN', key, [])),
    );
    return { lengths, seq: audit?.seq, sessions: await redis.call('ZCARD', keys.sessions(), []) };
  }
}

export function caseOf({ operationId }: KnownOperation): AttackCase | undefined {
  return ATTACK_CASES[operationId];
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

export function keyIdOf(key: string): string {
  return key.split('_')[1] ?? '';
}

/** Says of what it was when it was not. */
export function expectOneOf(what: readonly unknown[], got: unknown, wanted: readonly unknown[]): void {
  expect([...what, got]).toEqual([...what, wanted.includes(got) ? got : wanted]);
}

export function expectNothingOf(secrets: readonly string[], operationId: string, { text }: { text: string }): void {
  expect([operationId, secrets.filter((secret) => text.includes(secret))]).toEqual([operationId, []]);
}
