import { CHECK_STATUSES, FRAMEWORK_IDS, WEIGHTS, type CheckRank, type CheckStatus } from '@redoubt/compliance';
import { z } from 'zod';

const count = z.int().min(0);
const moment = z.number().describe('Epoch ms');
const scoreValue = z.number().min(0).max(100).nullable().describe('Null: nothing was measured');
const share = z.number().min(0).max(1).describe('Part of the applicable weight that was measured');
const hash = z.string().describe('SHA-256, hex');

export const frameworkId = z.enum(FRAMEWORK_IDS);
export const checkStatus = z
  .enum(CHECK_STATUSES)
  .describe('What is not measured, attested (`manual`) or waived is never a pass');
const counts = z.strictObject(
  Object.fromEntries(CHECK_STATUSES.map((status) => [status, count])) as Record<CheckStatus, typeof count>,
);

export const scoreSchema = z.strictObject({
  value: scoreValue,
  measuredShare: share,
  isCapped: z.boolean().describe('A critical failure holds it at 59'),
  formula: z.string().describe('With its numbers'),
});

const trend = z
  .array(z.strictObject({ runId: z.string(), atMs: moment, score: scoreValue, measuredShare: share }))
  .describe('Of 90 days, oldest first, the newest 200 runs at most');

/** A framework and how the installation does in it. */
export const frameworkSchema = z.strictObject({
  ...{ frameworkId, name: z.string(), version: z.string().describe('Edition of the framework') },
  mappingVersion: z.string().describe('Day of the mapping'),
  note: z.string().describe('What is to be known about the mapping'),
  score: scoreSchema,
  counts: counts.describe('Checks by result'),
  controls: z.strictObject({
    total: count.describe('That are mapped'),
    withEvidence: count,
    exceptions: count.describe('With a check that fails'),
  }),
  statement: z.string().describe('One sentence with its denominator; never that anything complies'),
  trend,
});

/** A run in a list. */
export const runSchema = z.strictObject({
  ...{ runId: z.string(), seq: z.int().describe('Its place in the chain of runs'), atMs: moment },
  ...{ score: scoreValue, measuredShare: share, counts: counts.describe('Checks by result') },
  ...{
    hash: hash.describe('Of the run before and this one, hex'),
    keyId: z.string().describe('Key it was signed with'),
  },
});

export const newestRunSchema = runSchema.extend({
  trigger: z.enum(['schedule', 'request']),
  requestedBy: z.string(),
  collectorVersion: z.string(),
  nodes: z.array(
    z.strictObject({
      ...{ address: z.string(), nodeId: z.string(), role: z.enum(['master', 'replica']), version: z.string() },
    }),
  ),
  down: z.array(z.strictObject({ address: z.string(), reason: z.string() })).describe('Nodes that did not answer'),
});

export const controlSchema = z.strictObject({
  controlId: z.string().describe('As the framework numbers it'),
  summary: z.string().describe('In our own words'),
  aliases: z.array(z.string()).describe('Numbers of an earlier edition'),
  status: z
    .enum(['supported', 'partial', 'exception', 'none', 'not-applicable'])
    .describe('`exception`: something fails; `partial`: some passes; `none`: nothing was measured'),
  checks: z.array(z.strictObject({ checkId: z.string(), status: checkStatus, why: z.string() })),
});

const waiver = z.strictObject({
  ...{ waiverId: z.string(), checkId: z.string(), owner: z.string(), reason: z.string() },
  ...{ createdAtMs: moment, expiresAtMs: moment, createdBy: z.string() },
});

/** A check as the newest run found it. */
export const checkSchema = z.strictObject({
  ...{ checkId: z.string(), area: z.string(), title: z.string() },
  rank: z.enum(Object.keys(WEIGHTS) as [CheckRank, ...CheckRank[]]),
  shows: z.string().describe('What a pass shows'),
  fix: z.string().describe('What to do when it fails'),
  attestDays: z.int().optional().describe('How long a person may vouch for it; absent where it is measured'),
  status: checkStatus,
  summary: z.string().describe('In one line; for what was not measured: why'),
  waiver: waiver.optional().describe('Who answers for the failure'),
});

export const checkInPeriodSchema = checkSchema.extend({
  period: z
    .strictObject({ runs: count, passed: count, failed: count, other: count })
    .describe('How the runs of the trend ended'),
});

export const observationSchema = z.strictObject({
  subject: z.string().describe('Who was asked: a node, PostgreSQL, acl-manager, a person'),
  command: z.string().describe('As it was sent'),
  atMs: moment,
  value: z.string().nullable().describe('What came back, without secrets; null when nothing did'),
  verdict: z.enum(['pass', 'fail', 'not-measured']),
});

export const exceptionSchema = z.strictObject({
  ...{ exceptionId: z.string(), kind: z.enum(['waiver', 'attestation']), checkId: z.string(), owner: z.string() },
  ...{ reason: z.string(), createdBy: z.string(), createdAtMs: moment, expiresAtMs: moment },
});

/** What came of a request to compliance-reporter. */
export const requestSchema = z.strictObject({
  ...{ requestId: z.string(), kind: z.enum(['run', 'report']), createdAtMs: moment, requestedBy: z.string() },
  state: z.enum(['asked', 'done', 'failed']).describe('`asked`: nobody has done it yet'),
  runId: z.string().nullable().describe('Of a run that is done'),
  reportId: z.string().nullable().describe('Of a report that is done'),
  error: z.string().nullable(),
});

export const reportSchema = z.strictObject({
  reportId: z.string(),
  about: z.enum(['organization', 'installation']),
  ...{ framework: frameworkId, fromMs: moment, toMs: moment, createdAtMs: moment, requestedBy: z.string() },
  runId: z.string().nullable().describe('Null: there was no run in the period'),
  ...{ score: scoreValue, statement: z.string(), hash: hash.describe('Of the signed content, hex') },
  files: z.record(z.string(), hash).describe('SHA-256 of each format as a file, hex'),
});
