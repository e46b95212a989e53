import {
  buildReport,
  canonicalJson,
  sha256,
  signReport,
  type ComplianceRun,
  type FrameworkId,
  type RunSummary,
  type Scope,
  type SignedReport,
  type SigningKey,
} from '@redoubt/compliance';
import { renderReport, type ReportFormat } from '@redoubt/compliance/render';
import { PermanentError, type Clock } from '@redoubt/contracts';
import {
  listRuns,
  newestRun,
  openExceptions,
  readAuditTrail,
  saveReport,
  type Database,
  type StoredReport,
} from '@redoubt/storage';
import { waiverOf } from './run-desk.ts';
import { runFault } from './run-fault.ts';

const TRAIL_ENTRIES = 100;
/** Formats whose hash is kept, so that a file can be recognised. */
const HASHED: readonly ReportFormat[] = ['pdf', 'json', 'csv', 'oscal', 'html'];

export interface ReportDeskDeps {
  database: Database;
  signingKey: SigningKey;
  /** Public keys (PEM) that runs may be signed with. */
  trustedKeys: readonly string[];
  clock: Clock;
}

export interface ReportRequest {
  reportId: string;
  frameworkId: FrameworkId;
  scope: Scope;
  fromMs: number;
  toMs: number;
  requestedBy: string;
}

/** Makes reports of what runs kept. */
export class ReportDesk {
  readonly #deps: ReportDeskDeps;

  constructor(deps: ReportDeskDeps) {
    this.#deps = deps;
  }

  /** Makes, signs and keeps one; a period without a run gives a report as well. @throws RetryableError */
  async make(request: ReportRequest): Promise<{ signed: SignedReport; stored: StoredReport }> {
    const { database, signingKey, clock } = this.#deps;
    const { scope, fromMs, toMs } = request;
    const orgId = scope.kind === 'organization' ? scope.orgId : null;
    const period = { orgId, fromMs, toMs };
    const [newest, runs, exceptions, auditTrail] = await Promise.all([
      newestRun(database, period),
      listRuns(database, period),
      openExceptions(database),
      readAuditTrail(database, { ...period, limit: TRAIL_ENTRIES }),
    ]);
    const fault = newest ? runFault(newest, this.#deps.trustedKeys) : null;
    if (newest && fault !== null) throw new PermanentError(`run ${newest.seq} is ${fault}: no report is made of it`);
    const report = buildReport({
      ...{ reportId: request.reportId, frameworkId: request.frameworkId, scope, period: { fromMs, toMs } },
      ...{ createdAtMs: clock.now(), requestedBy: request.requestedBy },
      newest: newest && {
        run: JSON.parse(newest.text) as ComplianceRun,
        seq: newest.seq,
        hash: newest.hash,
        keyId: newest.keyId,
      },
      ...{ runs: runs as RunSummaries, waivers: orgId === null ? exceptions.flatMap(waiverOf) : [], auditTrail },
    });
    const signed = signReport(report, signingKey);
    const stored = await this.#keep(signed, orgId);
    return { signed, stored };
  }

  async #keep(signed: SignedReport, orgId: string | null): Promise<StoredReport> {
    const { report, integrity } = signed;
    const document = canonicalJson(signed);
    // Files are written of the document as it is kept, wherever they are asked for.
    const kept = JSON.parse(document) as SignedReport;
    const hashes = await Promise.all(
      HASHED.map(async (format) => [format, sha256(await renderReport(kept, format))] as const),
    );
    const stored: StoredReport = {
      ...{ reportId: report.reportId, orgId, framework: report.framework.id },
      ...{ fromMs: report.period.fromMs, toMs: report.period.toMs, createdAtMs: report.createdAtMs },
      ...{ requestedBy: report.requestedBy, runId: report.run?.runId ?? null, score: report.summary.score.value },
      ...{ statement: report.summary.statement, hash: integrity.hash, files: Object.fromEntries(hashes) },
    };
    await saveReport(this.#deps.database, stored, document);
    return stored;
  }
}

type RunSummaries = readonly RunSummary[];
