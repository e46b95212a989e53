import { removeMember, ROLES, setMember } from '@redoubt/tenancy';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { defineCommand } from '../../command/definition.ts';
import { asChoice, flag, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { findPerson, userArgument } from '../../people/find-person.ts';
import { auditReasonOption, operatorOf } from '../../people/operator.ts';

export const memberAdd = defineCommand({
  path: 'member add',
  aliases: ['set'],
  summary: 'make a user a member of an organisation, or give a member another role',
  args: { user: userArgument },
  options: {
    org: requiredOrgOption,
    role: option('--role <role>', `one of ${ROLES.join(', ')}`, asChoice(ROLES), { isRequired: true }),
    unproved: flag('--unproved', 'also when nobody has shown that the account belongs to the person of its address'),
    ...{ reason: auditReasonOption, actor: actorOption },
  },
  details:
    'Who invites somebody and is told the token can make the account in their place. One of which no mail, no provider ' +
    'and no operator has shown whose it is becomes a member with --unproved only; redoubt user passwd takes it from ' +
    'whoever has it.',
  examples: ['redoubt member add zoe@example.com --org acme --role analyst'],
  result: z.object({
    organization: z.string().describe('name'),
    userId: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
  }),
  run: async (context, { user: typed, org, role, unproved, ...given }) => {
    const deps = await context.tenancy();
    const [organization, user] = [await findOrg(deps.database, org), await findPerson(deps.database, typed)];
    const wanted = { userId: user.id, role, isUnprovedTaken: unproved };
    await setMember(deps, organization.id, wanted, operatorOf(context, given));
    return { result: { organization: organization.name, userId: user.id, email: user.email, role } };
  },
  render: ({ organization, email, role }) => `${email} is ${role} in ${organization}`,
});

export const memberRemove = defineCommand({
  path: 'member remove',
  summary: 'take a user out of an organisation and end the sessions there',
  args: { user: userArgument },
  options: { org: requiredOrgOption, reason: auditReasonOption, actor: actorOption },
  examples: ['redoubt member remove zoe@example.com --org acme'],
  result: z.object({
    organization: z.string().describe('name'),
    userId: z.string(),
    email: z.string(),
    wasMember: z.boolean(),
  }),
  run: async (context, { user: typed, org, ...given }) => {
    const deps = await context.tenancy();
    const [organization, user] = [await findOrg(deps.database, org), await findPerson(deps.database, typed)];
    const { wasMember } = await removeMember(deps, organization.id, user.id, operatorOf(context, given));
    return { result: { organization: organization.name, userId: user.id, email: user.email, wasMember } };
  },
  render: ({ organization, email, wasMember }) =>
    wasMember ? `${email} is no member of ${organization} any more` : `${email} was no member of ${organization}`,
});
