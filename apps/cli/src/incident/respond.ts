import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Command, OrgId } from '@redoubt/contracts';
import { openAdmin } from '../acl/admin.ts';
import { readPosture } from '../acl/posture.ts';
import { sendCommands } from '../alerts/send-commands.ts';
import { usageError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import { allOrganizations, findOrg } from '../orgs/find-org.ts';
import { contain, planContainment, type DoneStep } from './contain.ts';
import { TITLES, type IncidentType } from './findings.ts';
import { gather, type Gathered } from './gather.ts';
import { logSteps, writeBundle, type Bundle } from './write-bundle.ts';

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
  const planned = plan.map((step): DoneStep => ({
    ...{ ...step, outcome: 'planned' },
    detail: isSure ? 'about to be done' : 'dry run: add --yes --reason to do it',
  }));
  const incidentId = randomUUID();
  const { findings, recommendations } = gathered.investigation;
  const contacts = context.settings.escalationContacts();
  const facts = { type, incidentId, organization: organization.name, actor, contacts, isContaining, steps: planned };
  // What is there is kept, and people know of it, before anything of it is ended.
  const bundle = await writeBundle(resolve(options.folder), facts, gathered);
  const opened = await openIncident(context, { ...options, organization, incidentId, gathered, bundle });
  const steps =
    isSure && plan.length > 0 ? await contain(context, admin, plan, { reason: reason ?? '', actor }) : planned;
  if (isSure && plan.length > 0) {
    await logSteps(bundle, steps, context.clock.now());
    await noteSteps(context, { ...options, organization, incidentId, steps });
  }
  return {
    ...{ incidentId, ...opened, organization: organization.name, contacts },
    ...bundle,
    ...{ findings, recommendations, steps, isContaining },
  };
}

interface Opening extends RespondOptions {
  organization: { id: OrgId };
  incidentId: string;
}

const MAX_NOTE = 4_000;

/** The hash stands first: what nodes said may be long. */
async function openIncident(
  context: Context,
  {
    organization,
    incidentId,
    type,
    actor,
    isAwaited,
    gathered,
    bundle,
  }: Opening & { gathered: Gathered; bundle: Bundle },
) {
  const { investigation, nodes } = gathered;
  const { findings, subject } = investigation;
  const isBad = findings.some(({ state }) => state === 'bad');
  const notes = findings.filter(({ state }) => state !== 'good').map(({ what, detail }) => `${what}: ${detail}`);
  const note = [`Evidence: SHA-256 ${bundle.sha256}`, ...notes].join('\n').slice(0, MAX_NOTE);
  const [commandId, title] = [randomUUID(), `Redis: ${TITLES[type]}`];
  // Of nodes that were not read nobody knows that all is well.
  const severity = isBad ? ('high' as const) : nodes.down.length > 0 ? ('medium' as const) : ('low' as const);
  const what = { incidentId, kind: 'security' as const, title, severity, subject, alertIds: [] };
  const command: Command = { type: 'incident.open', commandId, actor, atMs: context.clock.now(), ...what, note };
  const to = { orgId: organization.id, table: 'incidents' as const, isAwaited };
  const answer = (await sendCommands(context, [{ caseId: incidentId, command }], to)).get(commandId);
  if (!isAwaited) return { commandId, title, outcome: 'sent' as const };
  return { commandId, title, outcome: answer?.kind === 'done' ? ('done' as const) : ('unanswered' as const) };
}

/** Writes into the incident what was done. */
async function noteSteps(
  context: Context,
  { organization, incidentId, actor, steps }: Opening & { steps: readonly DoneStep[] },
): Promise<void> {
  const lines = steps.map(({ text, outcome, detail }) => `[${outcome}] ${text}: ${detail}`);
  const note = ['Containment', ...lines].join('\n').slice(0, MAX_NOTE);
  const command: Command = {
    ...{ type: 'incident.note', commandId: randomUUID(), actor, atMs: context.clock.now() },
    ...{ incidentId, note },
  };
  const to = { orgId: organization.id, table: 'incidents' as const, isAwaited: false };
  await sendCommands(context, [{ caseId: incidentId, command }], to);
}

async function organizationOf(context: Context, org: string | undefined) {
  const database = await context.database();
  if (org !== undefined) return findOrg(database, org);
  const [only, ...others] = await allOrganizations(database);
  if (only === undefined || others.length > 0)
    throw usageError('--org is needed: the organisation that looks after the installation');
  return only;
}
