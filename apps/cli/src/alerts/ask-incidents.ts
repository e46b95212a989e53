import { randomUUID } from 'node:crypto';
import type { Command, Incident, OrgId } from '@redoubt/contracts';
import { getIncident, type Database } from '@redoubt/storage';
import type { Context } from '../command/context.ts';
import type { Outcome } from '../command/definition.ts';
import { argument, flag, offSwitch } from '../command/inputs.ts';
import { findOrg } from '../orgs/find-org.ts';
import { requiredOrgOption } from '../orgs/org-option.ts';
import { actorOf, actorOption } from './actor.ts';
import { actionExitCode, sentAction, type ActionJson, type ActionsJson, type AskedAction } from './action-result.ts';
import { asCaseIds, resolveIds, shortId } from './case-id.ts';
import { mayObeyIncident, type IncidentAsk } from './may-obey.ts';
import { sendCommands, type AskedCommand } from './send-commands.ts';

export const incidentArgs = { ids: argument('<ids...>', 'ids or their first digits', asCaseIds) };

/** Options of every command that asks something of incidents. */
export const incidentAskOptions = {
  org: requiredOrgOption,
  dryRun: flag('--dry-run', 'show what would happen and do nothing'),
  actor: actorOption,
  wait: offSwitch('--no-wait', 'do not wait until alert-engine has done it'),
};

export interface IncidentAskInput {
  ids: readonly string[];
  org: string;
  dryRun: boolean;
  actor: string | undefined;
  wait: boolean;
}

/** Checks incidents, sends what fits, and waits for what becomes of it. */
export async function askIncidents(
  context: Context,
  { ids, org, dryRun, actor, wait }: IncidentAskInput,
  ask: IncidentAsk,
): Promise<Outcome<ActionsJson>> {
  const database = await context.database();
  const organization = await findOrg(database, org);
  const incidents: Incident[] = [];
  for (const id of await resolveIds(database, organization.id, 'incidents', ids)) {
    const found = await readIncident(database, organization.id, id);
    if (found) incidents.push(found);
  }
  const by = { actor: actorOf(context, actor), atMs: context.clock.now() };
  const sent = incidents
    .filter((incident) => !dryRun && mayObeyIncident(incident, ask).kind === 'fits')
    .map(({ incidentId }): AskedCommand => {
      const command: Command = { ...ask, ...by, incidentId, commandId: randomUUID() };
      return { caseId: incidentId, command };
    });
  const to = { orgId: organization.id, table: 'incidents' as const, isAwaited: wait };
  const answers = await sendCommands(context, sent, to);
  const results: ActionJson[] = [];
  for (const incident of incidents) {
    const command = sent.find(({ caseId }) => caseId === incident.incidentId)?.command;
    const asked = command && { commandId: command.commandId, answer: answers.get(command.commandId) };
    results.push(await resultOf(incident, ask, asked));
  }
  if (dryRun) context.output.note('nothing was done: this was a dry run');
  const result = { organization: organization.name, isDryRun: dryRun, isMore: false, results };
  return { result, exitCode: actionExitCode(result) };
}

export async function readIncident(database: Database, orgId: OrgId, id: string): Promise<Incident | undefined> {
  return (await getIncident(database, orgId, id, { historyLimit: 0, alertLimit: 0 }))?.incident;
}

async function resultOf(incident: Incident, ask: IncidentAsk, asked: AskedAction | undefined): Promise<ActionJson> {
  const { incidentId: id, title, status } = incident;
  const head = { id, shortId: shortId(id), title, status };
  const verdict = mayObeyIncident(incident, ask);
  if (verdict.kind !== 'fits') return { ...head, outcome: verdict.kind, detail: verdict.reason };
  if (asked === undefined) return { ...head, outcome: 'would_do' };
  const detail = 'alert-engine changed nothing: it no longer holds the incident, or it was closed meanwhile';
  return sentAction(head, asked, () => Promise.resolve({ detail }));
}
