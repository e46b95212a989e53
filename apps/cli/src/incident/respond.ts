import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Command } from '@redoubt/contracts';
import { openAdmin } from '../acl/admin.ts';
import { readPosture } from '../acl/posture.ts';
import { sendCommands } from '../alerts/send-commands.ts';
import { usageError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import { allOrganizations, findOrg } from '../orgs/find-org.ts';
import { contain, planContainment, type DoneStep } from './contain.ts';
import { TITLES, type IncidentType } from './findings.ts';
import { gather } from './gather.ts';
import { writeBundle } from './write-bundle.ts';

export interface RespondOptions {
  type: IncidentType;
  org: string | undefined;
  sinceMs: number;
  /** Whether steps are planned; carried out only with `isSure`. */
  isContaining: boolean;
  isSure: boolean;
  reason: string | undefined;
  actor: string;
  folder: string;
  isAwaited: boolean;
}

/** Looks into what happened, keeps the evidence, opens an incident and, when asked twice, contains. */
export async function respond(context: Context, options: RespondOptions) {
  const { type, actor, isContaining, isSure, reason } = options;
  if (isContaining && isSure && reason === undefined)
    throw usageError('--contain --yes changes things: say why with --reason');
  const organization = await organizationOf(context, options.org);
  const admin = await openAdmin(context, {});
  const gathered = await gather(context, admin, { type, orgId: organization.id, sinceMs: options.sinceMs });
  const users = new Set((await readPosture(await context.redis()))?.users.map(({ user }) => user));
  const plan = isContaining ? planContainment(gathered, users) : [];
  const steps: DoneStep[] = isSure
    ? await contain(context, admin, plan, { reason: reason ?? '', actor })
    : plan.map((step) => ({ ...step, outcome: 'planned', detail: 'dry run: add --yes --reason to do it' }));
  const [incidentId, commandId] = [randomUUID(), randomUUID()];
  const { findings, recommendations, subject } = gathered.investigation;
  const contacts = context.settings.escalationContacts();
  const facts = { ...{ type, incidentId, organization: organization.name, actor, steps, contacts } };
  const bundle = await writeBundle(resolve(options.folder), facts, gathered);
  const isBad = findings.some(({ state }) => state === 'bad');
  const note = [
    ...findings.filter(({ state }) => state !== 'good').map(({ what, detail }) => `${what}: ${detail}`),
    `Evidence: SHA-256 ${bundle.sha256}`,
  ].join('\n');
  const title = `Redis: ${TITLES[type]}`;
  const by = { commandId, actor, atMs: context.clock.now() };
  const what = {
    incidentId,
    kind: 'security' as const,
    title,
    severity: isBad ? ('high' as const) : ('low' as const),
    subject,
    alertIds: [],
  };
  const command: Command = { type: 'incident.open', ...by, ...what, note: note.slice(0, 4_000) };
  const to = { orgId: organization.id, table: 'incidents' as const, isAwaited: options.isAwaited };
  const answer = (await sendCommands(context, [{ caseId: incidentId, command }], to)).get(commandId);
  const outcome = !options.isAwaited
    ? ('sent' as const)
    : answer?.kind === 'done'
      ? ('done' as const)
      : ('unanswered' as const);
  return {
    ...{ incidentId, commandId, title, outcome, organization: organization.name, contacts },
    ...bundle,
    ...{ findings, recommendations, steps },
  };
}

async function organizationOf(context: Context, org: string | undefined) {
  const database = await context.database();
  if (org !== undefined) return findOrg(database, org);
  const [only, ...others] = await allOrganizations(database);
  if (only === undefined || others.length > 0)
    throw usageError('--org is needed: the organisation that looks after the installation');
  return only;
}
