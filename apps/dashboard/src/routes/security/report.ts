import { csvLine, type PostureCheck, type SecurityPosture } from '@redoubt/contracts';
import { z } from 'zod';
import { recordAudit } from '../../audit/record.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { SecurityDesk } from '../../security/security-desk.ts';
import { byOf } from '../author.ts';
import type { Services } from '../services.ts';
import { postureSchema } from './posture-schema.ts';

const reportSchema = z.strictObject({ madeAtMs: z.number(), posture: postureSchema });

const COLUMNS = [
  ...(['checkId', 'area', 'title', 'status', 'isCritical', 'weight', 'evidence', 'fix'] as const),
] as const satisfies readonly (keyof PostureCheck)[];

/** What is handed to an auditor. */
export function securityReportRoute({ database, clock }: Services, desk: SecurityDesk): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/security/report',
    operationId: 'exportSecurityReport',
    summary: 'Write out how secure the Redis installation is',
    description: 'JSON has all of the posture, CSV its checks, a line each. It is kept in the audit log who took one.',
    permission: 'platform:read',
    cost: 5,
    query: z.strictObject({ format: z.enum(['json', 'csv']).default('json') }),
    reply: reportSchema.or(z.string()),
    mediaTypes: ['application/json', 'text/csv'],
    problems: ['acl_manager_unavailable'],
    handle: async (call) => {
      const { format } = call.query;
      const posture = await desk.posture();
      const after = { score: posture.score.value, measuredAtMs: posture.atMs };
      const target = { kind: 'security_report', id: format };
      const entry = { orgId: call.principal.orgId, actor: byOf(call), target, after };
      await recordAudit(database, { ...entry, action: 'security_report.exported' });
      const madeAtMs = clock.now();
      const day = new Date(madeAtMs).toISOString().slice(0, 10);
      return {
        stream: {
          contentType: format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/json; charset=utf-8',
          headers: { 'content-disposition': `attachment; filename="redis-security-${day}.${format}"` },
          chunks: once(format === 'csv' ? csvOf(posture) : JSON.stringify({ madeAtMs, posture }, null, 2)),
        },
      };
    },
  });
}

function csvOf({ checks, atMs }: SecurityPosture): string {
  const at = new Date(atMs).toISOString();
  const lines = checks.map((check) =>
    csvLine([...COLUMNS.map((column) => check[column]), check.nodes?.join(' ') ?? '', at]),
  );
  return csvLine([...COLUMNS, 'nodes', 'measuredAt']) + lines.join('');
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
