import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { say, sayError } from '../../ui/toast.ts';
import { complianceRequestQuery } from './compliance-queries.ts';

interface Asking<Input> {
  send: (input: Input) => Promise<{ requestId: string }>;
  done: string;
  failed: string;
  onEnd?: () => void;
}

/** Asks compliance-reporter for something and follows it to its end; then everything that was measured is read anew. */
export function useRequest<Input = void>({ send, done, failed, onEnd }: Asking<Input>) {
  const client = useQueryClient();
  const asked = useMutation({ mutationFn: send, onError: (error) => sayError(failed, error) });
  const requestId = asked.data?.requestId;
  const { data, error } = useQuery({ ...complianceRequestQuery(requestId ?? ''), enabled: requestId !== undefined });
  const state = error === null ? data?.state : 'failed';
  const end = useEffectEvent((ended: 'done' | 'failed') => {
    if (ended === 'done') say(done);
    else sayError(failed, error ?? new Error(data?.error ?? undefined));
    void client.invalidateQueries({ queryKey: ['compliance'] });
    asked.reset();
    onEnd?.();
  });
  useEffect(() => {
    if (requestId !== undefined && (state === 'done' || state === 'failed')) end(state);
  }, [requestId, state]);
  const isBusy = asked.isPending || (requestId !== undefined && state !== 'done' && state !== 'failed');
  return { ask: asked.mutate, isBusy, sinceMs: isBusy ? asked.submittedAt : undefined };
}
