import { randomUUID } from 'node:crypto';
import type { Alert, AlertStatus, Command, OrgId } from '@redoubt/contracts';
import { getAlert } from '@redoubt/storage';
import { usageError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import type { Outcome } from '../command/definition.ts';
import { EXIT } from '../command/exit-code.ts';
import { findOrg } from '../orgs/find-org.ts';
import { counted } from '../output/number.ts';
import { actorOf } from './actor.ts';
import { actionExitCode, sentAction, type ActionJson, type ActionsJson, type AskedAction } from './action-result.ts';
import { renderAlerts } from './alert-table.ts';
import { shortId } from './case-id.ts';
import { chooseAlerts, type Choice } from './choose-alerts.ts';
import { mayObey, type AlertAsk } from './may-obey.ts';
import { sendCommands, type AskedCommand } from './send-commands.ts';

const shownBeforeAsking = 20;

/** What was given to a command that asks something of alerts. */
export interface AskInput extends Choice {
  org: string;
  actor: string | undefined;
  dryRun: boolean;
  yes: boolean;
  wait: boolean;
}

/** What is asked, and how it is put in words. */
export interface AlertAction {
  ask: AlertAsk;
  /** `Acknowledge`, for the question. */
  verb: string;
  /** Statuses it makes sense for, when alerts are chosen by filters. */
  statuses: readonly AlertStatus[];
}

/** Chooses alerts, checks them, sends what fits, and waits for what becomes of it. */
export async function askAlerts(context: Context, input: AskInput, action: AlertAction): Promise<Outcome<ActionsJson>> {
  const database = await context.database();
  const organization = await findOrg(database, input.org);
  const chosen = await chooseAlerts(database, organization.id, input, action.statuses);
  const head = { organization: organization.name, isDryRun: input.dryRun, isMore: chosen.isMore };
  const fitting = chosen.alerts.filter((alert) => mayObey(alert, action.ask).kind === 'fits');
  if (!input.dryRun && chosen.isByFilter && !input.yes && fitting.length > 0) {
    if (!(await isConfirmed(context, action.verb, fitting))) {
      context.output.note('nothing was done');
      return { exitCode: EXIT.interrupted };
    }
  }
  const answers = input.dryRun ? undefined : await send(context, organization.id, fitting, action.ask, input);
  const results: ActionJson[] = [];
  for (const alert of chosen.alerts) results.push(await resultOf(context, organization.id, alert, action.ask, answers));
  if (input.dryRun) context.output.note('nothing was done: this was a dry run');
  if (chosen.alerts.length === 0) context.output.note('no such alerts');
  hintOf(results, context);
  const result = { ...head, results };
  return { result, exitCode: actionExitCode(result) };
}

async function isConfirmed(context: Context, verb: string, alerts: readonly Alert[]): Promise<boolean> {
  if (!context.canAsk) throw usageError('add --dry-run to look, or --yes to do it');
  context.output.note(renderAlerts(alerts.slice(0, shownBeforeAsking), context.output.view(context.clock.now())));
  if (alerts.length > shownBeforeAsking) context.output.note(`… and ${alerts.length - shownBeforeAsking} more`);
  return context.confirm(`${verb} ${counted(alerts.length, 'alert')}?`);
}

/** By alert. */
type Answers = Map<string, AskedAction>;

async function send(
  context: Context,
  orgId: OrgId,
  alerts: readonly Alert[],
  ask: AlertAsk,
  { actor, wait }: AskInput,
): Promise<Answers> {
  const by = { actor: actorOf(context, actor), atMs: context.clock.now() };
  const sent = alerts.map(({ alertId }): AskedCommand => {
    const command: Command = { ...ask, ...by, alertId, commandId: randomUUID() };
    return { caseId: alertId, command };
  });
  const answers = await sendCommands(context, sent, { orgId, table: 'alerts', isAwaited: wait });
  return new Map(
    sent.map(({ caseId, command: { commandId } }) => [caseId, { commandId, answer: answers.get(commandId) }]),
  );
}

async function resultOf(
  context: Context,
  orgId: OrgId,
  alert: Alert,
  ask: AlertAsk,
  answers: Answers | undefined,
): Promise<ActionJson> {
  const head = { id: alert.alertId, shortId: shortId(alert.alertId), title: alert.title, status: alert.status };
  const verdict = mayObey(alert, ask);
  if (verdict.kind !== 'fits') return { ...head, outcome: verdict.kind, detail: verdict.reason };
  const asked = answers?.get(alert.alertId);
  if (asked === undefined) return { ...head, outcome: 'would_do' };
  return sentAction(head, asked, async () => {
    const { alert: now = alert } = (await getAlert(await context.database(), orgId, alert.alertId)) ?? {};
    return { status: now.status, detail: refusalOf(now, ask) };
  });
}

/** alert-engine says why in its log only; here by what is known of the alert now. */
function refusalOf(alert: Alert, ask: AlertAsk): string {
  const verdict = mayObey(alert, ask);
  if (verdict.kind !== 'fits') return verdict.reason;
  const isEnded = alert.status === 'resolved' || alert.status === 'closed';
  if (isEnded) return 'alert-engine no longer holds it: it ended too long ago';
  return 'alert-engine changed nothing; its log has the reason under the command’s id';
}

function hintOf(results: readonly ActionJson[], { output }: Context): void {
  if (results.some(({ outcome }) => outcome === 'unanswered')) {
    output.warn('what has no answer is carried out as soon as alert-engine comes to it; do not send it again');
    output.note('how far it is: redoubt stream groups --org <org> --all');
  }
}
