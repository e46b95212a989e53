import { exceptionRefusal } from '@redoubt/compliance';
import { addException, appendAudit } from '@redoubt/storage';
import { z } from 'zod';
import { asCheckId } from '../../compliance/options.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asDuration, asText, option } from '../../command/inputs.ts';
import { usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';

const QUARTER_MS = 90 * 86_400_000;

const result = z.object({
  schemaVersion: z.literal(1),
  exceptionId: z.string(),
  checkId: z.string(),
  owner: z.string(),
  expiresAt: z.string(),
});

const args = { check: argument('<check>', 'id of the check', asCheckId) };
const reasonOption = option('--reason <text>', 'kept with it and shown in reports', asText, { isRequired: true });
const ownerOption = option('--owner <name>', 'who answers for it; without it who runs the command', asText);
const forOption = option(
  '--for <duration>',
  'how long it is good: a waiver a year at most, an attestation as long as its check allows',
  asDuration,
  {
    defaultValue: QUARTER_MS,
    defaultText: '90d',
  },
);

interface Given {
  check: string;
  owner: string | undefined;
  reason: string;
  for: number;
}

async function except(context: Context, kind: 'waiver' | 'attestation', given: Given) {
  const refusal = exceptionRefusal(kind, given.check, given.for);
  if (refusal !== undefined) throw usageError(refusal);
  const database = await context.database();
  const by = context.settings.userName();
  const [owner, expiresAtMs] = [given.owner ?? by, context.clock.now() + given.for];
  const one = { kind, checkId: given.check, owner, reason: given.reason, createdBy: by, expiresAtMs };
  const exceptionId = await database.transaction((session) => addException(session, one), {
    role: 'redoubt_compliance',
  });
  await database.transaction((session) =>
    appendAudit(session, {
      orgId: null,
      actor: { kind: 'operator', name: by, reason: given.reason },
      action: kind === 'waiver' ? 'compliance.waived' : 'compliance.attested',
      target: { kind: 'compliance_check', id: given.check },
      after: { exceptionId, owner, expiresAtMs },
    }),
  );
  return {
    result: {
      schemaVersion: 1 as const,
      exceptionId,
      checkId: given.check,
      owner,
      expiresAt: new Date(expiresAtMs).toISOString(),
    },
  };
}

export const complianceWaive = defineCommand({
  path: 'compliance waive',
  summary: 'answer for a check that fails, with a reason and an end',
  details: 'The check is shown as waived with who answers for it; it never counts as a pass.',
  args,
  options: { reason: reasonOption, owner: ownerOption, for: forOption },
  examples: [
    'redoubt compliance waive auth.client-certs --owner "Ana Ruiz" --reason "partners bring certificates in March" --for 60d',
  ],
  result,
  run: (context, { check, owner, reason, for: lastsMs }) =>
    except(context, 'waiver', { check, owner, reason, for: lastsMs }),
  render: ({ checkId, owner, expiresAt }) => `${checkId} is waived by ${owner} until ${expiresAt.slice(0, 10)}`,
});

export const complianceAttest = defineCommand({
  path: 'compliance attest',
  summary: 'vouch for what cannot be measured, with what it rests on and an end',
  details: 'The check is shown as attested with who vouches for it; it counts as neither pass nor fail.',
  args,
  options: { reason: reasonOption, owner: ownerOption, for: forOption },
  examples: ['redoubt compliance attest acl.review-recent --reason "reviewed with Ben, ticket SEC-118"'],
  result,
  run: (context, { check, owner, reason, for: lastsMs }) =>
    except(context, 'attestation', { check, owner, reason, for: lastsMs }),
  render: ({ checkId, owner, expiresAt }) => `${checkId} is attested by ${owner} until ${expiresAt.slice(0, 10)}`,
});
