import { PermanentError } from '@redoubt/contracts';
import { placeHold, releaseHold, type LegalHold } from '@redoubt/storage';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { CliError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { asText, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { printable } from '../../output/printable.ts';
import { operatorOf } from '../../people/operator.ts';
import { holdJson, holdSchema } from './hold-json.ts';

const options = {
  org: requiredOrgOption,
  reason: option('--reason <text>', 'why, for the audit log', asText, { isRequired: true }),
  actor: actorOption,
};
const result = z.object({ hold: holdSchema });

export const retentionHold = defineCommand({
  path: 'retention hold',
  summary: 'keep everything of an organisation until the hold is released',
  details:
    'Its events, alerts, incidents and scores are no longer forgotten, whatever its retention says. Days that have its events stay, without those of the others. What was forgotten before does not come back: "redoubt archive list".',
  options,
  examples: ['redoubt retention hold --org acme --reason "case 2026-17, legal department"'],
  result,
  run: async (context, { org, reason, actor }) => {
    const database = await context.database();
    const { id, name } = await findOrg(database, org);
    const by = { ...operatorOf(context, { actor }), reason };
    const hold = await orConflict(placeHold(database, id, by), 'redoubt retention show tells which');
    return { result: { hold: holdJson(hold, name) } };
  },
  render: ({ hold }) => `everything of ${printable(hold.organization)} is kept from now on`,
});

export const retentionRelease = defineCommand({
  path: 'retention release',
  summary: 'end the hold of an organisation',
  details: 'What is past its retention by then is forgotten within the hour.',
  options,
  examples: ['redoubt retention release --org acme --reason "case 2026-17 is closed"'],
  result,
  run: async (context, { org, reason, actor }) => {
    const database = await context.database();
    const { id, name } = await findOrg(database, org);
    const by = { ...operatorOf(context, { actor }), reason };
    const hold = await orConflict(releaseHold(database, id, by), 'redoubt retention show lists all');
    return { result: { hold: holdJson(hold, name) } };
  },
  render: ({ hold }) => `the hold of ${printable(hold.organization)} has ended`,
});

async function orConflict(change: Promise<LegalHold>, hint: string): Promise<LegalHold> {
  try {
    return await change;
  } catch (error) {
    if (error instanceof PermanentError && /in force/.test(error.message)) {
      throw new CliError(EXIT.conflict, error.message, [hint]);
    }
    throw error;
  }
}
