import { parseSignedReport, sha256, type SignedReport } from '@redoubt/compliance';
import { fileNameOf, MEDIA_TYPES, REPORT_FORMATS, type ReportFormat } from '@redoubt/compliance/render';
import { findReport, listReports, type StoredReport } from '@redoubt/storage';
import { may } from '@redoubt/tenancy';
import { z } from 'zod';
import { recordAudit } from '../../audit/record.ts';
import { askReporter } from '../../compliance/ask-reporter.ts';
import { renderApart } from '../../compliance/render-apart.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { byOf, reason } from '../author.ts';
import { given } from '../parameters.ts';
import type { Services } from '../services.ts';
import { maySee } from './runs.ts';
import { frameworkId, reportSchema } from './schemas.ts';

const format = z.enum(REPORT_FORMATS);
const moment = z.int().min(0).max(253_402_300_799_999);

export function listReportsRoute({ database }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/compliance/reports',
    operationId: 'listComplianceReports',
    summary: 'List compliance reports, newest first',
    description:
      'Those of the own organisation, and with `platform:read` those of the installation; 200 of each at most.',
    permission: 'reports:read',
    query: z.strictObject({ framework: frameworkId.optional() }),
    reply: z.strictObject({ reports: z.array(reportSchema) }),
    handle: async ({ principal, query: { framework } }) => {
      const scopes = [principal.orgId, ...(may(principal, 'platform:read') ? [null] : [])];
      const lists = await Promise.all(scopes.map((orgId) => listReports(database, { orgId, ...given({ framework }) })));
      const reports = lists.flat().sort((a, b) => b.createdAtMs - a.createdAtMs);
      return { json: { reports: reports.map(shown) } };
    },
  });
}

export function createReportRoute({ database }: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/compliance/reports',
    operationId: 'createComplianceReport',
    summary: 'Have a signed report made of a framework and a period',
    description:
      'A run is made first, unless `isFresh` is false. Without a period it is about the last 30 days. Follow it with ' +
      'getComplianceRequest. About the installation it needs `platform:read` as well.',
    permission: 'reports:write',
    cost: 10,
    body: z
      .strictObject({
        framework: frameworkId,
        about: z.enum(['organization', 'installation']).default('organization'),
        fromMs: moment.optional(),
        toMs: moment.optional().describe('Exclusive'),
        isFresh: z.boolean().default(true),
        reason,
      })
      .refine(({ fromMs = 0, toMs = Infinity }) => fromMs < toMs, 'the period has no length'),
    status: 202,
    reply: z.strictObject({ requestId: z.string() }),
    problems: ['overloaded'],
    handle: async (call) => {
      const { principal } = call;
      const { about, reason: why, ...args } = call.body;
      if (about === 'installation' && !may(principal, 'platform:read')) {
        throw new Refusal('forbidden', 'a report about the installation needs platform:read');
      }
      const orgId = about === 'installation' ? null : principal.orgId;
      const requestId = await askReporter(database, { kind: 'report', orgId, args: given(args) }, principal);
      const target = { kind: 'compliance_report', id: requestId };
      const entry = { orgId: principal.orgId, actor: byOf(call, why), target, after: { about, ...given(args) } };
      await recordAudit(database, { ...entry, action: 'compliance_report.asked' });
      return { json: { requestId } };
    },
  });
}

export function exportReportRoute({ database }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/compliance/reports/{reportId}',
    operationId: 'exportComplianceReport',
    summary: 'Write out a compliance report',
    description:
      'The same report gives the same bytes: their SHA-256 stands in `Repr-Digest` and with the report in its list. It ' +
      'is kept in the audit log who took one.',
    permission: 'reports:read',
    cost: 5,
    params: z.strictObject({ reportId: z.uuid() }),
    query: z.strictObject({ format: format.default('pdf') }),
    reply: z.record(z.string(), z.unknown()).or(z.string()),
    mediaTypes: ['application/json', 'application/pdf', 'text/csv', 'text/html'],
    problems: ['overloaded'],
    handle: async (call) => {
      const stored = await findReport(database, call.params.reportId);
      const signed = stored && maySee(call.principal, stored.orgId) ? parseSignedReport(stored.document) : null;
      if (!signed) throw new Refusal('not_found');
      const content = await write(signed, call.query.format);
      const fileHash = sha256(content);
      const target = { kind: 'compliance_report', id: call.params.reportId };
      const after = { format: call.query.format, fileHash };
      const entry = { orgId: call.principal.orgId, actor: byOf(call), target, after };
      await recordAudit(database, { ...entry, action: 'compliance_report.exported' });
      return {
        stream: {
          contentType: MEDIA_TYPES[call.query.format],
          headers: {
            'content-disposition': `attachment; filename="${fileNameOf(signed, call.query.format)}"`,
            'repr-digest': `sha-256=:${Buffer.from(fileHash, 'hex').toString('base64')}:`,
          },
          chunks: once(content),
        },
      };
    },
  });
}

/** Reports written out at the same time by this process. */
const mostAtOnce = 2;
let underWay = 0;

async function write(signed: SignedReport, wanted: ReportFormat): Promise<Buffer> {
  if (underWay >= mostAtOnce) throw new Refusal('overloaded', 'other reports are being written', { retryAfterS: 5 });
  underWay += 1;
  try {
    return await renderApart(signed, wanted);
  } finally {
    underWay -= 1;
  }
}

function shown({ orgId, ...report }: StoredReport): unknown {
  return { ...report, about: orgId === null ? 'installation' : 'organization' };
}

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}
