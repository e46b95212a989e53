import type { Alert, Disposition } from '@redoubt/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';
import { alertsText } from '../../messages/alerts.ts';
import { say, sayError } from '../../ui/toast.ts';

/** What can be done to alerts. */
export type AlertCommand =
  | { type: 'acknowledge'; note?: string }
  | { type: 'assign'; assignee: string | null }
  | { type: 'close'; disposition: Disposition; note?: string }
  | { type: 'reopen'; note?: string }
  | { type: 'comment'; note: string };

type Result = components['schemas']['CommandAlertsReply']['results'][number];

/** Seconds that an answer of alert-engine is waited for. */
const wait = 5;
/** As many as the API takes at once. */
const atOnce = 100;

async function send(alertIds: readonly string[], command: AlertCommand): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < alertIds.length; at += atOnce) {
    const body = { ...command, alertIds: alertIds.slice(at, at + atOnce) };
    const answer = await answerOf(api.POST('/api/v1/alerts/commands', { params: { query: { wait } }, body }));
    results.push(...answer.results);
  }
  return results;
}

/** How one command is taken back; undefined for what cannot be. */
function undoOf(command: AlertCommand, alerts: readonly Alert[]): (() => Promise<unknown>) | undefined {
  const ids = alerts.map(({ alertId }) => alertId);
  if (command.type === 'close') return () => send(ids, { type: 'reopen' });
  if (command.type !== 'assign') return undefined;
  const before = Map.groupBy(alerts, ({ assignee }) => assignee ?? null);
  return () =>
    Promise.all(
      [...before].map(([assignee, some]) =>
        send(
          some.map(({ alertId }) => alertId),
          { type: 'assign', assignee },
        ),
      ),
    );
}

/** Sends commands about alerts and says what became of them. */
export function useAlertCommands() {
  const client = useQueryClient();
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: ['alerts'] });
  const { mutate, isPending } = useMutation({
    mutationFn: ({ alerts, command }: { alerts: readonly Alert[]; command: AlertCommand }) =>
      send(
        alerts.map(({ alertId }) => alertId),
        command,
      ),
    onSuccess: (results, { alerts, command }) => {
      tell(results, command, () => {
        const undo = undoOf(command, alerts);
        return (
          undo &&
          (() => void undo().then(refresh, (error: unknown) => sayError(alertsText.failed[command.type], error)))
        );
      });
    },
    onError: (error, { command }) => sayError(alertsText.failed[command.type], error),
    onSettled: refresh,
  });
  return { run: (alerts: readonly Alert[], command: AlertCommand) => mutate({ alerts, command }), isBusy: isPending };
}

function tell(results: readonly Result[], command: AlertCommand, undoable: () => (() => void) | undefined): void {
  const countOf = (...outcomes: Result['outcome'][]): number =>
    results.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const done = countOf('done', 'sent');
  const [refused, late] = [countOf('refused', 'not_found'), countOf('unanswered')];
  const rest = [refused > 0 && alertsText.notChanged(refused), late > 0 && alertsText.underWay(late)].filter(Boolean);
  const detail = rest.length === 0 ? {} : { detail: rest.join('. ') };
  const undo = done > 0 ? undoable() : undefined;
  say(alertsText.done[command.type](done), { ...detail, ...(undo ? { undo } : {}) });
}
