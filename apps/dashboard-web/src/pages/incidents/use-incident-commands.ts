import type { Incident } from '@redoubt/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { incidentsText } from '../../messages/incidents.ts';
import { say, sayError } from '../../ui/toast.ts';

export type IncidentCommand =
  { type: 'note'; note: string } | { type: 'assign'; assignee: string | null } | { type: 'close'; note: string };

/** Seconds that an answer of alert-engine is waited for. */
const wait = 5;

/** Sends commands about incidents and says what became of them. */
export function useIncidentCommands() {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: ({ incidents, command }: { incidents: readonly Incident[]; command: IncidentCommand }) => {
      const body = { ...command, incidentIds: incidents.map(({ incidentId }) => incidentId) };
      return answerOf(api.POST('/api/v1/incidents/commands', { params: { query: { wait } }, body }));
    },
    onSuccess: ({ results }, { command }) => {
      const isRefused = results.some(({ outcome }) => outcome === 'refused' || outcome === 'not_found');
      say(incidentsText.done[command.type], isRefused ? { detail: incidentsText.unchanged } : {});
    },
    onError: (error, { command }) => sayError(incidentsText.failed[command.type], error),
    onSettled: () => client.invalidateQueries({ queryKey: ['incidents'] }),
  });
  return {
    run: (incidents: readonly Incident[], command: IncidentCommand) => mutate({ incidents, command }),
    isBusy: isPending,
  };
}
