import type { CredentialStore } from '@redoubt/acl';
import type { Clock } from '@redoubt/contracts';
import { isAsDeclared, type WatchState } from './watch/user-watch.ts';

/** A control, and whether it holds; `not_measured` is never a pass. */
export interface SecurityCheck {
  id: string;
  status: 'pass' | 'fail' | 'not_measured';
  detail: string;
}

export interface SecurityReport {
  schemaVersion: 1;
  ok: boolean;
  checkedAtMs: number | null;
  checks: SecurityCheck[];
  nodes: { address: string; role: string; version: string; changes: number; digest: string }[];
  down: { address: string; reason: string }[];
  users: { user: string; credentialAgeSeconds: number; isRotating: boolean }[];
}

export interface ReportOptions {
  defaultUser: 'off' | 'keep';
  /** Age beyond which a password is too old, ms; 0 for none. */
  maxAgeMs: number;
  /** A look older than this says nothing any more, ms. */
  staleAfterMs: number;
}

/** What `/healthz/security` answers, of the last look at the nodes and the store. */
export class SecurityReporter {
  readonly #options: ReportOptions;
  readonly #store: CredentialStore;
  readonly #state: () => WatchState | undefined;
  readonly #clock: Clock;
  #users: SecurityReport['users'] = [];

  constructor(
    { store, state, clock }: { store: CredentialStore; state: () => WatchState | undefined; clock: Clock },
    options: ReportOptions,
  ) {
    this.#store = store;
    this.#state = state;
    this.#clock = clock;
    this.#options = options;
  }

  /** Reads the ages again. */
  async refresh(): Promise<void> {
    const now = this.#clock.now();
    this.#users = (await this.#store.list()).map(({ user, createdAtMs, rotation }) => ({
      user,
      credentialAgeSeconds: Math.round((now - createdAtMs) / 1_000),
      isRotating: rotation !== undefined,
    }));
  }

  report(): SecurityReport {
    const state = this.#state();
    const checks = this.#checks(state);
    return {
      schemaVersion: 1,
      ok: checks.every(({ status }) => status === 'pass'),
      checkedAtMs: state?.checkedAtMs ?? null,
      checks,
      nodes: (state?.plan.nodes ?? []).map(({ address, role, version, changes, digestAfter }) => ({
        ...{ address, role, version, changes: changes.length, digest: digestAfter },
      })),
      down: [...(state?.plan.down ?? [])],
      users: this.#users,
    };
  }

  #checks(state: WatchState | undefined): SecurityCheck[] {
    const isStale = state === undefined || this.#clock.now() - state.checkedAtMs > this.#options.staleAfterMs;
    const unmeasured = (id: string): SecurityCheck => ({
      id,
      status: 'not_measured',
      detail: 'no recent look at the nodes',
    });
    if (isStale) return ['acl.no-drift', 'acl.nodes-reachable', 'auth.default-disabled'].map(unmeasured);
    const declared = isAsDeclared(state);
    const check = (id: string, ok: boolean, detail: string): SecurityCheck => ({
      id,
      status: ok ? 'pass' : 'fail',
      detail,
    });
    const down = state.plan.down.map(({ address }) => address);
    const { defaultUser, maxAgeMs } = this.#options;
    const old = this.#users.filter(
      ({ credentialAgeSeconds }) => maxAgeMs > 0 && credentialAgeSeconds * 1_000 > maxAgeMs * 1.2,
    );
    return [
      check('acl.no-drift', declared.ok, declared.detail),
      check('acl.nodes-reachable', down.length === 0, down.length === 0 ? 'all' : `no answer: ${down.join(', ')}`),
      check('auth.default-disabled', defaultUser === 'off' && declared.ok, `declared: ${defaultUser}`),
      check('auth.credential-age', old.length === 0, old.map(({ user }) => user).join(', ') || 'none too old'),
    ];
  }
}
