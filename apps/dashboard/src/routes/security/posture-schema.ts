import { MONITORING_LEVELS, type SecurityPosture } from '@redoubt/contracts';
import { z } from 'zod';

const count = z.number().int();
const share = z.number().min(0).max(1);
const texts = z.array(z.string());

const checkSchema = z.strictObject({
  checkId: z.string(),
  area: z.enum([
    ...(['authentication', 'access_control', 'encryption', 'network', 'audit'] as const),
    ...(['availability', 'configuration'] as const),
  ]),
  title: z.string(),
  status: z.enum(['pass', 'fail', 'not_measured', 'not_applicable']).describe('What is not measured is never a pass'),
  isCritical: z.boolean().describe('A failure holds the score down'),
  weight: z.number(),
  evidence: z.string(),
  fix: z.string(),
  nodes: texts.readonly().optional().describe('Those that fail it'),
});

const nodeSchema = z.strictObject({
  nodeId: z.string(),
  address: z.string(),
  role: z.enum(['master', 'replica']),
  masterId: z.string().optional(),
  isReachable: z.boolean(),
  version: z.string().optional(),
  digest: z.string().optional().describe('Of its users; equal on all nodes when all is well'),
  savedDigest: z.string().optional().describe('The same of what was last saved to its file of users'),
  isAsDeclared: z.boolean(),
  usedMemoryBytes: z.number().optional(),
  maxMemoryBytes: z.number().optional().describe('0: no limit'),
  opsPerSecond: z.number().optional(),
  connectedClients: count.optional(),
  replicationLagBytes: z.number().optional(),
  isLinked: z.boolean().optional().describe('Of a replica: whether its link to the master is up'),
  latencyMs: z.number().optional().describe('One PING of acl-manager'),
  slowLogLength: count.optional(),
  latencyThresholdMs: z.number().optional().describe('Stalls from this on are noted; 0: none are'),
  rejectedConnections: count.optional().describe('Since the node started'),
  certNotAfterMs: z.number().optional().describe('End of the certificate it serves'),
});

export const userSchema = z.strictObject({
  user: z.string(),
  description: z.string(),
  isDeclared: z.boolean(),
  isEnabled: z.boolean(),
  credentialAgeMs: z.number().nullable().describe('Null: not in the store of acl-manager'),
  rotation: z
    .strictObject({
      ...{ step: z.string(), startedAtMs: z.number(), reason: z.string() },
      isBack: z.boolean().describe('It was turned round already'),
    })
    .nullable(),
  connections: count.describe('Open on all nodes'),
  commands: texts.readonly().describe('`all`: whatever there is'),
  keys: texts.readonly().describe('Patterns: `~` to read and write, `%R~` to read, `%W~` to write'),
  channels: texts.readonly(),
  drift: texts.readonly().describe('Where it is not as declared, and how'),
});

const deniedSchema = z.strictObject({
  atMs: z.number(),
  node: z.string(),
  user: z.string(),
  reason: z.enum(['command', 'key', 'channel', 'auth']),
  object: z.string(),
  context: z.string(),
  clientAddress: z.string(),
  count,
});

const operations = z.strictObject({
  ...{ encryptSuccess: count, encryptFailure: count, decryptSuccess: count, decryptFailure: count },
});

/** What acl-manager says of the installation, as the API document describes it. */
export const postureSchema = z.strictObject({
  schemaVersion: z.literal(1),
  atMs: z.number().describe('When it was measured'),
  redisVersions: texts.readonly(),
  mode: z.enum(['enforce', 'report']).describe('Whether differences are put right, or only said'),
  level: z.enum(MONITORING_LEVELS),
  score: z.strictObject({
    value: z.number().min(0).max(100).nullable().describe('Null: nothing was measured'),
    measuredShare: share.describe('Part of the applicable weight that was measured'),
    formula: z.string(),
    isCapped: z.boolean(),
  }),
  checks: z.array(checkSchema).readonly(),
  nodes: z.array(nodeSchema).readonly(),
  users: z.array(userSchema).readonly(),
  authentication: z.strictObject({
    ...{ successes24h: count, failures24h: count, successRate: share.nullable() },
    successRateChange: z.number().min(-1).max(1).nullable().describe('The last 12 hours against the 12 before'),
    failuresPerHour: z.array(count).readonly().describe('24 of them, the hour under way last'),
    successesPerHour: z.array(count).readonly(),
    trend: z.enum(['up', 'down', 'flat']).describe('Of failures'),
  }),
  denied: z.strictObject({
    total24h: count.describe('Without failed logins'),
    last: z.array(deniedSchema).readonly().describe('Newest first'),
  }),
  encryption: z.strictObject({
    keyId: z.string().nullable(),
    operations24h: operations.nullable().describe('Null: no service reports'),
  }),
  sessions: z.strictObject({ active: count, tls: count, plain: count }),
  incidents24h: count.describe('Spikes and drift'),
  performance: z.strictObject({
    ...{ opsPerSecond: z.number(), usedMemoryBytes: z.number(), maxMemoryBytes: z.number() },
    latencyMs: z.number().nullable(),
    slowLog: z
      .array(z.strictObject({ atMs: z.number(), node: z.string(), durationUs: z.number(), command: z.string() }))
      .readonly()
      .describe('Newest first'),
    latencyEvents: z
      .array(
        z.strictObject({
          ...{ atMs: z.number(), node: z.string(), event: z.string(), latestMs: z.number(), longestMs: z.number() },
        }),
      )
      .readonly()
      .describe('Kinds of stalls that nodes noted, newest first'),
  }),
  overhead: z.strictObject({
    ...{ lookMs: z.number(), commandsPerMinute: z.number(), commandShare: share.nullable() },
  }),
}) satisfies z.ZodType<SecurityPosture>;
