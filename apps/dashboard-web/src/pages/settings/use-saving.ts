import { useMutation, useQueryClient } from '@tanstack/react-query';
import { say, sayError } from '../../ui/toast.ts';

interface Saving<Input, Output> {
  send: (input: Input) => Promise<Output>;
  /** First keys of the queries that show it. */
  changes: readonly string[];
  done: (output: Output, input: Input) => string;
  failed: string;
}

/** A change of settings: says what happened, and lets everything that shows it be read anew. */
export function useSaving<Input, Output>({ send, changes, done, failed }: Saving<Input, Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (output, input) => say(done(output, input)),
    onError: (error) => sayError(failed, error),
    onSettled: () => Promise.all(changes.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}
