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
import {
  asChoice,
  asDuration,
  asIpAddress,
  asSeverity,
  asText,
  flag,
  offSwitch,
  option,
} from '../../command/inputs.ts';
import { INCIDENT_TYPES } from '../../incident/findings.ts';
import { investigationSchema, renderInvestigation } from '../../incident/render-investigation.ts';
import { respond } from '../../incident/respond.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { counted } from '../../output/number.ts';
import { printable } from '../../output/printable.ts';

const mostAlerts = 100;
const usualKind: Incident['kind'] = 'security';
const asKind = asChoice<Incident['kind']>(['alert', 'security']);

export const incidentOpen = defineCommand({
  path: 'incident open',
  summary: 'open an incident by hand, or of an investigation of Redis; people are told',
  details:
    'With --type every node, acl-manager and the records are looked at, the evidence is written to files with its hash, and an incident with the findings is opened; nothing is changed unless --contain --yes says so, and nothing is ever asked. Alerts given leave the incident they are in. Further alerts about the same address, user or asset join it.',
  options: {
    org: option('--org <org>', 'the organisation, by name or id; with --type only where there are several', asText),
    type: option('--type <type>', `investigate Redis first: ${INCIDENT_TYPES.join(', ')}`, asChoice(INCIDENT_TYPES)),
    since: option('--since <duration>', 'with --type: how far to look back', asDuration, {
      defaultValue: 3_600_000,
      defaultText: '1h',
    }),
    contain: flag('--contain', 'with --type: say what would be done to stop it; with --yes, do it'),
    yes: flag('--yes', 'with --contain: do it'),
    reason: option('--reason <text>', 'with --contain --yes: why', asText),
    out: option('--out <folder>', 'with --type: where evidence and log are written', asText, {
      defaultValue: 'logs/security',
    }),
    title: option('--title <text>', 'what it is about, in few words; not with --type', asName),
    severity: option('--severity <severity>', 'how bad it is; not with --type', asSeverity),
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
    'redoubt incident open --type auth_failure_spike --since 1h',
    'redoubt incident open --type network_security --contain',
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
    investigation: investigationSchema.optional().describe('with --type'),
  }),
  run: async (context, { type, since, contain, yes, reason, out, ...given }) => {
    const { org, title, severity, kind, alert = [], note, actor, wait, sourceIp, user, asset } = given;
    if (type !== undefined) {
      if (title !== undefined || severity !== undefined) throw usageError('--title and --severity follow from --type');
      const how = { sinceMs: since, isContaining: contain, isSure: yes, reason, folder: out, isAwaited: wait };
      const done = await respond(context, { type, org, actor: actorOf(context, actor), ...how });
      const { organization, incidentId, commandId, title: name, outcome, ...investigation } = done;
      const head = { organization, incidentId, shortId: shortId(incidentId), title: name, commandId };
      const exitCode = outcome === 'unanswered' ? EXIT.incomplete : EXIT.ok;
      return { result: { ...head, outcome, alertCount: 0, investigation }, exitCode };
    }
    if (org === undefined || title === undefined || severity === undefined) {
      throw usageError('--org, --title and --severity are needed, or --type for an investigation of Redis');
    }
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
  render: ({ outcome, shortId: id, title, alertCount, detail, investigation }, view) => {
    const { style } = view;
    if (investigation) return renderInvestigation({ ...investigation, outcome, id, title }, view);
    const words = { done: style.good('opened'), sent: 'asked for', unanswered: style.bad('unanswered') };
    const why = detail === undefined ? '' : `: ${detail}; it is opened as soon as alert-engine comes to it`;
    return `${words[outcome]}  ${id}  ${printable(title)} (${counted(alertCount, 'alert')})${why}`;
  },
});
