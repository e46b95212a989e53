import { randomUUID } from 'node:crypto';
import type { AlertSubject, Command, Incident } from '@redoubt/contracts';
import { z } from 'zod';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { asCaseIds, resolveIds, shortId } from '../../alerts/case-id.ts';
import { asName, noteOption } from '../../alerts/note-option.ts';
import { readIncident } from '../../alerts/ask-incidents.ts';
import { sendCommands } from '../../alerts/send-commands.ts';
import { CliError, usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { asChoice, asIpAddress, asSeverity, asText, offSwitch, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { counted } from '../../output/number.ts';
import { printable } from '../../output/printable.ts';

const mostAlerts = 100;
const usualKind: Incident['kind'] = 'security';
const asKind = asChoice<Incident['kind']>(['alert', 'security']);

export const incidentOpen = defineCommand({
  path: 'incident open',
  summary: 'open an incident by hand; people are told',
  details: 'Alerts given leave the incident they are in. Further alerts about the same address, user or asset join it.',
  options: {
    org: requiredOrgOption,
    title: option('--title <text>', 'what it is about, in few words', asName, { isRequired: true }),
    severity: option('--severity <severity>', 'how bad it is', asSeverity, { isRequired: true }),
    kind: option('--kind <kind>', 'alert or security', asKind, { defaultValue: usualKind }),
    alert: option('--alert <id>', 'an alert that belongs to it; repeatable', asCaseIds),
    sourceIp: option('--source-ip <address>', 'about this source address', asIpAddress),
    user: option('--user <user>', 'about this user', asText),
    asset: option('--asset <asset>', 'about this asset', asText),
    note: noteOption,
    actor: actorOption,
    wait: offSwitch('--no-wait', 'do not wait until alert-engine has done it'),
  },
  examples: [
    'redoubt incident open --org acme --title "Stolen laptop" --severity high --user ana --note "reported by phone"',
    'redoubt incident open --org acme --title "Break-in on web-1" --severity critical --alert 3f2a9c01 --alert 91bb0d2e',
  ],
  result: z.object({
    organization: z.string().describe('name'),
    incidentId: z.string(),
    shortId: z.string(),
    title: z.string(),
    outcome: z.enum(['done', 'sent', 'unanswered']).describe('`unanswered`: may still be carried out'),
    detail: z.string().optional().describe('why there is no answer'),
    alertCount: z.number().int().describe('alerts in it, as far as is known'),
    commandId: z.string(),
  }),
  run: async (context, { org, title, severity, kind, alert = [], note, actor, wait, sourceIp, user, asset }) => {
    if (alert.length > mostAlerts) throw usageError(`at most ${mostAlerts} alerts can be given`);
    const database = await context.database();
    const organization = await findOrg(database, org);
    const alertIds = await resolveIds(database, organization.id, 'alerts', alert);
    const [incidentId, commandId] = [randomUUID(), randomUUID()];
    const subject = Object.fromEntries(
      Object.entries({ sourceIp, user, asset }).filter(([, value]) => value !== undefined),
    ) as AlertSubject;
    const by = { commandId, actor: actorOf(context, actor), atMs: context.clock.now() };
    const what = { incidentId, kind, title, severity, subject, alertIds };
    const command: Command = { type: 'incident.open', ...by, ...what, ...(note === undefined ? {} : { note }) };
    const head = { organization: organization.name, incidentId, shortId: shortId(incidentId), title, commandId };
    const to = { orgId: organization.id, table: 'incidents' as const, isAwaited: wait };
    const answer = (await sendCommands(context, [{ caseId: incidentId, command }], to)).get(commandId);
    if (!wait) return { result: { ...head, outcome: 'sent' as const, alertCount: alertIds.length } };
    if (answer?.kind === 'unanswered') {
      const result = { ...head, outcome: answer.kind, detail: answer.detail, alertCount: alertIds.length };
      return { result, exitCode: EXIT.incomplete };
    }
    if (answer?.kind !== 'done') {
      const hints = ['an organisation can have at most 10,000 open incidents; alert-engine’s log has the reason'];
      throw new CliError(EXIT.conflict, 'alert-engine did not open the incident', hints);
    }
    const incident = await readIncident(database, organization.id, incidentId);
    const alertCount = incident?.alertCount ?? alertIds.length;
    if (alertCount < alertIds.length) context.output.warn('alerts that ended too long ago could not be taken in');
    return { result: { ...head, outcome: answer.kind, alertCount } };
  },
  render: ({ outcome, shortId: id, title, alertCount, detail }, { style }) => {
    const words = { done: style.good('opened'), sent: 'asked for', unanswered: style.bad('unanswered') };
    const why = detail === undefined ? '' : `: ${detail}; it is opened as soon as alert-engine comes to it`;
    return `${words[outcome]}  ${id}  ${printable(title)} (${counted(alertCount, 'alert')})${why}`;
  },
});
