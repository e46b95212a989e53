import { isFrameworkId, sha256, type Scope } from '@redoubt/compliance';
import { PermanentError, parseOrgId, toError, type Clock } from '@redoubt/contracts';
import { jobId, type JobContext, type JobQueue } from '@redoubt/jobs';
import {
  endComplianceRequest,
  findComplianceRequest,
  findReport,
  type ComplianceRequest,
  type Database,
} from '@redoubt/storage';
import { getOrganization } from '@redoubt/tenancy';
import { z } from 'zod';
import type { ReporterMetrics } from '../metrics.ts';
import type { Alarm } from './alarm.ts';
import { MAIL_ATTEMPTS, WORK_ATTEMPTS, type MailJob, type WorkJob } from './jobs.ts';
import { mailReport, type ReportMailDeps } from './report-mail.ts';
import type { ReportDesk } from './report-desk.ts';
import type { RunDesk } from './run-desk.ts';

export interface WorkDeskDeps {
  database: Database;
  runs: RunDesk;
  reports: ReportDesk;
  mails: JobQueue<MailJob>;
  mail: ReportMailDeps;
  alarm: Alarm;
  metrics: ReporterMetrics;
  clock: Clock;
}

/** What a request for a report says. */
const reportArgs = z.object({
  framework: z.string().refine(isFrameworkId),
  fromMs: z.number().optional(),
  toMs: z.number().optional(),
  /** Whether a run is made first. */
  isFresh: z.boolean().default(true),
  recipients: z.array(z.string()).max(20).default([]),
  formats: z.array(z.string()).max(5).default(['pdf']),
  isAttached: z.boolean().default(false),
});

const PERIOD_MS = 30 * 86_400_000;

/** Does what was asked for; a job that is run twice does it once. */
export class WorkDesk {
  readonly #deps: WorkDeskDeps;
  readonly #installation: string;

  /** @param installation what the installation is called in reports */
  constructor(deps: WorkDeskDeps, installation: string) {
    this.#deps = deps;
    this.#installation = installation;
  }

  /** Handles a request. @throws what made it fail; after the last try people are told */
  async work({ requestId }: WorkJob, context: Pick<JobContext, 'attemptsMade'>): Promise<void> {
    const { database, alarm, metrics } = this.#deps;
    const request = await findComplianceRequest(database, requestId);
    if (request === undefined || request.state !== 'asked') return;
    try {
      const result = request.kind === 'run' ? await this.#run(request) : await this.#report(request);
      await endComplianceRequest(database, requestId, { result });
    } catch (thrown) {
      const error = toError(thrown);
      if (!isLast(context.attemptsMade, WORK_ATTEMPTS, error)) throw error;
      metrics[request.kind === 'run' ? 'runs' : 'reports'].inc({ result: 'failed' });
      await alarm.raise(`compliance ${request.kind}`, error.message);
      await endComplianceRequest(database, requestId, { error: error.message });
    }
  }

  /** Mails a report. @throws what made it fail; after the last try people are told */
  async mail(job: MailJob, context: Pick<JobContext, 'attemptsMade'>): Promise<void> {
    try {
      await mailReport(this.#deps.mail, job);
    } catch (thrown) {
      const error = toError(thrown);
      if (isLast(context.attemptsMade, MAIL_ATTEMPTS, error))
        await this.#deps.alarm.raise('compliance mail', error.message);
      throw error;
    }
  }

  async #run(request: ComplianceRequest): Promise<unknown> {
    const scope = await this.#scopeOf(request);
    const trigger = request.requestKey === null ? 'request' : 'schedule';
    const { run, seq, hash } = await this.#deps.runs.run({ scope, trigger, requestedBy: request.requestedBy });
    return { runId: run.runId, seq, hash, score: run.score, counts: run.counts };
  }

  async #report(request: ComplianceRequest): Promise<unknown> {
    const { clock, reports, mails, metrics } = this.#deps;
    const args = reportArgs.safeParse(request.args);
    if (!args.success) throw new PermanentError(`the request cannot be read: ${z.prettifyError(args.error)}`);
    const { framework, isFresh, recipients, formats, isAttached } = args.data;
    if (!isFrameworkId(framework)) throw new PermanentError(`${framework} is no framework`);
    const scope = await this.#scopeOf(request);
    const made = await findReport(this.#deps.database, request.requestId);
    if (isFresh && made === undefined)
      await this.#deps.runs.run({ scope, trigger: 'request', requestedBy: request.requestedBy });
    const toMs = args.data.toMs ?? clock.now() + 1;
    const fromMs = args.data.fromMs ?? toMs - PERIOD_MS;
    const head = { reportId: request.requestId, frameworkId: framework, scope, requestedBy: request.requestedBy };
    const stored = made ?? (await reports.make({ ...head, fromMs, toMs })).stored;
    if (made === undefined) metrics.reports.inc({ result: 'ok' });
    for (const to of recipients) {
      await mails.add(
        { reportId: stored.reportId, to, isAttached, formats },
        { jobId: jobId('mail', stored.reportId, sha256(to).slice(0, 16)) },
      );
    }
    return {
      reportId: stored.reportId,
      hash: stored.hash,
      score: stored.score,
      statement: stored.statement,
      mailed: recipients,
    };
  }

  async #scopeOf({ orgId }: ComplianceRequest): Promise<Scope> {
    if (orgId === null) return { kind: 'platform', name: this.#installation };
    const { displayName, name } = await getOrganization(this.#deps.database, parseOrgId(orgId));
    return { kind: 'organization', name: displayName || name, orgId };
  }
}

function isLast(made: number, attempts: number, error: Error): boolean {
  return error instanceof PermanentError || made + 1 >= attempts;
}
