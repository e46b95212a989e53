import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { textOf } from '../../api/api-error.ts';
import { answerOf, api } from '../../api/client.ts';
import { pipelineText } from '../../messages/pipeline.ts';
import { uiText } from '../../messages/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { say, sayError } from '../../ui/toast.ts';
import { groupName } from './groups-table.tsx';

/** Letters of one group; without ids all of them. */
export interface ReplayAsk {
  group: string;
  letterIds?: readonly string[];
}

/** Requests of an "all" that go on until no letter is left. */
const mostRequests = 1_000;

function replay({ group, letterIds }: ReplayAsk, more: { dryRun: boolean; reason?: string }) {
  const which = letterIds === undefined ? { all: true as const } : { letterIds: [...letterIds] };
  return answerOf(api.POST('/api/v1/dead-letters/replay', { body: { group, ...which, ...more } }));
}

/** Shows what putting back would do, then does it. */
export default function ReplayDialog({ ask, onClose }: { ask: ReplayAsk; onClose: () => void }) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [movedCount, setMoved] = useState(0);
  const dryRun = useQuery({
    queryKey: ['dead-letters', 'dry-run', ask],
    queryFn: () => replay(ask, { dryRun: true }),
    gcTime: 0,
  });
  const run = useMutation({
    mutationFn: async () => {
      const more = { dryRun: false, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
      let [moved, refused] = [0, 0];
      for (let i = 0; i < mostRequests; i++) {
        const answer = await replay(ask, more);
        moved += answer.replayed;
        refused += answer.refused.length;
        setMoved(moved);
        if (!answer.isMore || answer.replayed === 0) break;
      }
      return { moved, refused };
    },
    onSuccess: ({ moved, refused }) => {
      say(pipelineText.replayed(moved, refused));
      onClose();
    },
    onError: (error) => sayError(pipelineText.replayFailed, error),
    onSettled: () => client.invalidateQueries({ queryKey: ['dead-letters'] }),
  });
  const { group, letterIds } = ask;
  const title =
    letterIds === undefined
      ? pipelineText.replayAllTitle(groupName(group))
      : pipelineText.replayTitle(letterIds.length, groupName(group));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={pipelineText.replayText}
      footer={
        <>
          <Button onClick={onClose}>{uiText.cancel}</Button>
          <Button
            tone="primary"
            isBusy={run.isPending}
            disabled={!dryRun.data || dryRun.data.replayed === 0}
            onClick={() => run.mutate()}
          >
            {run.isPending ? pipelineText.moving(movedCount) : pipelineText.replay}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div role="status" className="flex min-h-10 items-center rounded-md border border-line bg-sunken px-3 text-sm">
          {dryRun.isPending ? (
            <span className="flex items-center gap-2 text-muted">
              <Spinner />
              {pipelineText.trying}
            </span>
          ) : dryRun.data ? (
            pipelineText.dryRun(dryRun.data.replayed, dryRun.data.refused.length)
          ) : (
            <span className="text-critical">{textOf(dryRun.error)}</span>
          )}
        </div>
        <Field label={pipelineText.replayReason} hint={pipelineText.replayReasonHint}>
          {(ids) => (
            <Input {...ids} maxLength={1_024} value={reason} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
