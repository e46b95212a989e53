import { randomUUID } from 'node:crypto';
import {
  canonicalJson,
  countStatuses,
  forOrganization,
  linkHash,
  measureAll,
  scoreOf,
  seal,
  type ComplianceRun,
  type Evidence,
  type OperationalFigures,
  type Scope,
  type SigningKey,
  type Waiver,
} from '@redoubt/compliance';
import { isOrgId, toError, type SecurityPosture } from '@redoubt/contracts';
import { appendRun, newestRun, openExceptions, saveComplianceKey, type ComplianceFacts } from '@redoubt/storage';
import { collectEvidence, type EvidenceDeps } from '../collect/collect-evidence.ts';
import { showRun, type ReporterMetrics } from '../metrics.ts';
import { keepRunHead } from './run-head.ts';

/** Of the checks and of what collects for them; part of the evidence. */
export const COLLECTOR_VERSION = '1.0.0';
const PERIOD_MS = 30 * 86_400_000;

export interface RunDeskDeps extends EvidenceDeps {
  signingKey: SigningKey;
  metrics: ReporterMetrics;
}

export interface RunRequest {
  scope: Scope;
  trigger: ComplianceRun['trigger'];
  requestedBy: string;
}

export interface FinishedRun {
  run: ComplianceRun;
  seq: number;
  hash: string;
}

/** Measures every check and keeps what was seen. */
export class RunDesk {
  readonly #deps: RunDeskDeps;
  readonly #acknowledgeMs: number;

  constructor(deps: RunDeskDeps, { acknowledgeMs }: { acknowledgeMs: number }) {
    this.#deps = deps;
    this.#acknowledgeMs = acknowledgeMs;
  }

  /** One run. @throws RetryableError when PostgreSQL cannot keep it */
  async run({ scope, trigger, requestedBy }: RunRequest): Promise<FinishedRun> {
    const { clock, database, metrics, signingKey } = this.#deps;
    const startedAtMs = clock.now();
    const orgId = scope.kind === 'organization' && isOrgId(scope.orgId) ? scope.orgId : null;
    const before = await newestRun(database, { orgId, fromMs: 0, toMs: startedAtMs + 1 });
    const fromMs = startedAtMs - PERIOD_MS;
    const options = { orgId, fromMs, acknowledgeMs: this.#acknowledgeMs, lastRunAtMs: before?.atMs ?? null };
    const { evidence, posture, facts } = await collectEvidence(this.#deps, options);
    const waivers = (await openExceptions(database)).flatMap(waiverOf);
    const measured = measureAll(evidence, waivers);
    const checks = orgId === null ? measured : forOrganization(measured);
    const run: ComplianceRun = {
      ...{ schemaVersion: 1, runId: randomUUID(), scope, startedAtMs, endedAtMs: clock.now(), trigger, requestedBy },
      ...{ collectorVersion: COLLECTOR_VERSION, nodes: orgId === null ? nodesOf(evidence) : [] },
      ...{
        down: orgId === null ? evidence.down.map(({ address, reason }) => ({ address, reason })) : [],
        checks,
        counts: countStatuses(checks),
        score: scoreOf(checks),
      },
      figures: figuresOf(posture, facts),
    };
    await saveComplianceKey(database, signingKey.keyId, signingKey.publicKey);
    const kept = await this.#keep(run, orgId);
    metrics.runDuration.observe((run.endedAtMs - startedAtMs) / 1_000);
    metrics.runs.inc({ result: 'ok' });
    if (orgId === null) showRun(metrics, run);
    return { run, ...kept };
  }

  async #keep(run: ComplianceRun, orgId: string | null): Promise<{ seq: number; hash: string }> {
    const { database, redis, signingKey, log } = this.#deps;
    const text = canonicalJson(run);
    const statuses = Object.fromEntries(run.checks.map(({ checkId, status }) => [checkId, status]));
    const { runId, endedAtMs: atMs, score } = run;
    const row = { ...{ runId, orgId, atMs, score: score.value }, measuredShare: score.measuredShare, statuses, text };
    const kept = await appendRun(database, row, (previous) => seal(linkHash(previous, text), signingKey));
    // A head that stays behind is still one of the chain.
    await keepRunHead({ redis, database }, { ...seal(kept.hash, signingKey), seq: kept.seq }).catch((error: unknown) =>
      log.warn({ err: toError(error) }, 'run_head_not_kept'),
    );
    return kept;
  }
}

type Exception = Awaited<ReturnType<typeof openExceptions>>[number];

/** A waiver as reports show it; nothing for an attestation. */
export function waiverOf({ kind, exceptionId, ...rest }: Exception): Waiver[] {
  return kind === 'waiver' ? [{ waiverId: exceptionId, ...rest }] : [];
}

function nodesOf({ nodes }: Evidence): ComplianceRun['nodes'] {
  return nodes.map(({ address, nodeId, role, info }) => {
    const valkey = info.get('valkey_version');
    return {
      address,
      nodeId,
      role,
      version: `${valkey ? 'Valkey' : 'Redis'} ${valkey ?? info.get('redis_version') ?? '?'}`,
    };
  });
}

function figuresOf(posture: SecurityPosture | null, facts: ComplianceFacts | null): OperationalFigures {
  const { authentication, denied, sessions } = posture ?? {};
  const attempts = authentication && authentication.successes24h + authentication.failures24h;
  return {
    authenticationAttempts: attempts ?? null,
    authenticationFailures: authentication?.failures24h ?? null,
    authenticationSuccessRate: authentication?.successRate ?? null,
    deniedCommands: denied?.total24h ?? null,
    tlsConnections: sessions?.tls ?? null,
    plainConnections: sessions?.plain ?? null,
    ...(facts?.figures ?? { openAlerts: 0, criticalAlerts: 0, openIncidents: 0, closedIncidents: 0 }),
  };
}
