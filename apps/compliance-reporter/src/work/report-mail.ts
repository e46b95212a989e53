import { parseSignedReport, type SignedReport } from '@redoubt/compliance';
import { fileNameOf, isReportFormat, MEDIA_TYPES, renderReport, type ReportFormat } from '@redoubt/compliance/render';
import { PermanentError, RetryableError } from '@redoubt/contracts';
import type { Mail, Mailer } from '@redoubt/notifications';
import { findReport, type Database } from '@redoubt/storage';
import type { ReporterMetrics } from '../metrics.ts';
import type { MailJob } from './jobs.ts';

/** Larger ones are linked to and not attached, bytes. */
const MAX_ATTACHED = 10 * 1_048_576;

export interface ReportMailDeps {
  database: Database;
  mailer: Mailer | undefined;
  metrics: ReporterMetrics;
  dashboardUrl: string | undefined;
}

/** Mails one report to one address. @throws PermanentError for what will never go, RetryableError for the rest */
export async function mailReport(
  { database, mailer, metrics, dashboardUrl }: ReportMailDeps,
  job: MailJob,
): Promise<void> {
  if (mailer === undefined) throw new PermanentError('no mail server is set (NOTIFY_SMTP_HOST)');
  const stored = await findReport(database, job.reportId);
  const signed = stored && parseSignedReport(stored.document);
  if (!stored || !signed) throw new PermanentError(`there is no report ${job.reportId}`);
  const attachments = job.isAttached ? await filesOf(signed, job.formats.filter(isReportFormat)) : [];
  const result = await mailer.send({ to: job.to, ...textOf(signed, stored.hash, dashboardUrl), attachments });
  metrics.mails.inc({ result: result.kind === 'sent' ? 'sent' : result.kind === 'dead' ? 'dead' : 'retried' });
  if (result.kind === 'dead') throw new PermanentError(`the mail server refused the report: ${result.detail}`);
  if (result.kind !== 'sent') throw new RetryableError(`the report was not mailed: ${result.detail}`);
}

async function filesOf(
  signed: SignedReport,
  formats: readonly ReportFormat[],
): Promise<NonNullable<Mail['attachments']>> {
  const files = await Promise.all(
    formats.map(async (format) => ({
      ...{ filename: fileNameOf(signed, format), contentType: MEDIA_TYPES[format] },
      content: await renderReport(signed, format),
    })),
  );
  const size = files.reduce((sum, { content }) => sum + content.length, 0);
  return size > MAX_ATTACHED ? [] : files;
}

function textOf(
  { report }: SignedReport,
  hash: string,
  dashboardUrl: string | undefined,
): Pick<Mail, 'subject' | 'text' | 'html'> {
  const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
  const period = `${day(report.period.fromMs)} to ${day(report.period.toMs - 1)}`;
  const { score, statement, counts } = report.summary;
  const link =
    dashboardUrl === undefined ? undefined : `${dashboardUrl.replace(/\/$/, '')}/compliance?report=${report.reportId}`;
  const lines = [
    `${report.framework.name} ${report.framework.version}, ${report.scope.name}, ${period}.`,
    statement,
    `Score: ${score.value === null ? 'not assessed' : `${score.value} of 100`}. Passed ${counts.pass}, failed ${counts.fail}, not measured ${counts['not-measured']}, waived ${counts.waived}.`,
    'This is evidence, not an audit opinion.',
    ...(link === undefined ? [] : [`The report: ${link}`]),
    `Hash of the report (SHA-256): ${hash}`,
  ];
  const safe = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return {
    subject: `[Redoubt] ${report.title}, ${period}`,
    text: `${lines.join('\n\n')}\n`,
    html: `<html lang="en"><body>${lines.map((line) => `<p>${safe(line)}</p>`).join('')}</body></html>`,
  };
}
