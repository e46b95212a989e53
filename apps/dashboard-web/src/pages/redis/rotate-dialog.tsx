import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError, textOf } from '../../api/api-error.ts';
import { answerOf, api } from '../../api/client.ts';
import { redisText } from '../../messages/redis.ts';
import { uiText } from '../../messages/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import type { RotateAsk } from './acting.ts';
import { CheckMark } from './check-mark.tsx';
import { requestQuery, type RedisUser, type SecurityReply } from './redis-queries.ts';
import { RotationSteps } from './rotation-steps.tsx';

interface RotateDialogProps {
  ask: RotateAsk;
  /** As the posture says, also while it goes on. */
  users: readonly RedisUser[];
  onClose: () => void;
}

function send({ action, user }: RotateAsk, reason: string): Promise<SecurityReply> {
  const body = { reason };
  if (user === null) return answerOf(api.POST('/api/v1/security/rotate', { body }));
  const params = { path: { user } };
  return action === 'rotate'
    ? answerOf(api.POST('/api/v1/security/users/{user}/rotate', { params, body }))
    : answerOf(api.POST('/api/v1/security/users/{user}/rollback', { params, body }));
}

/** Asks why, exchanges the password, and shows how far that is. */
export default function RotateDialog({ ask, users, onClose }: RotateDialogProps) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const run = useMutation({
    mutationFn: () => send(ask, reason.trim()),
    onSettled: () => client.invalidateQueries({ queryKey: ['security', 'posture'] }),
  });
  const follow = useQuery({ ...requestQuery(run.data?.requestId ?? ''), enabled: run.data?.state === 'running' });
  const reply = follow.data ?? run.data;
  const isDone = reply?.state === 'done';
  useEffect(() => {
    if (isDone)
      void client.invalidateQueries({ queryKey: ['security'], predicate: ({ queryKey }) => queryKey[1] !== 'request' });
  }, [isDone, client]);
  const submit = (): void => {
    if (reason.trim() !== '' && !run.isPending) run.mutate();
  };
  const { title, text, verb } = wordsOf(ask);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={text}
      footer={
        reply ? (
          <Button tone={isDone ? 'primary' : 'secondary'} onClick={onClose}>
            {uiText.close}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{uiText.cancel}</Button>
            <Button tone="primary" isBusy={run.isPending} disabled={reason.trim() === ''} onClick={submit}>
              {run.isPending ? redisText.asking : verb}
            </Button>
          </>
        )
      }
    >
      {reply ? (
        <Progress
          reply={reply}
          rotation={ask.user === null ? null : (users.find(({ user }) => user === ask.user)?.rotation ?? null)}
          error={follow.error}
        />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field
            label={redisText.reason}
            hint={redisText.reasonHint}
            error={run.isError ? textOf(run.error) : undefined}
          >
            {(ids) => (
              <Input {...ids} autoFocus maxLength={1_000} value={reason} onChange={(e) => setReason(e.target.value)} />
            )}
          </Field>
        </form>
      )}
    </Dialog>
  );
}

function wordsOf({ action, user }: RotateAsk): { title: string; text: string; verb: string } {
  if (user === null)
    return { title: redisText.rotateAllTitle, text: redisText.rotateAllText, verb: redisText.rotateAll };
  return action === 'rotate'
    ? { title: redisText.rotateTitle(user), text: redisText.rotateText, verb: redisText.rotate }
    : { title: redisText.rollBackTitle(user), text: redisText.rollBackText, verb: redisText.rollBack };
}

interface ProgressProps {
  reply: SecurityReply;
  rotation: RedisUser['rotation'];
  error: Error | null;
}

function Progress({ reply, rotation, error }: ProgressProps) {
  const { result } = reply;
  const hasUsers = result !== undefined && 'users' in result;
  if (error !== null && reply.state === 'running') {
    const isGone = error instanceof ApiError && error.status === 404;
    return <p className="text-sm text-medium">{isGone ? redisText.lost : textOf(error)}</p>;
  }
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="flex items-center gap-2 text-sm font-medium">
        {reply.state === 'running' ? <Spinner /> : <CheckMark status={reply.ok ? 'pass' : 'fail'} />}
        <span>{reply.state === 'running' ? redisText.running : reply.ok ? redisText.done : redisText.failed}</span>
      </p>
      {reply.state === 'running' && <RotationSteps step={rotation?.step} />}
      {reply.state === 'done' && !hasUsers && <p className="text-sm text-muted">{reply.detail}</p>}
      {hasUsers && (
        <ul
          tabIndex={0}
          aria-label={redisText.users}
          className="flex max-h-64 flex-col gap-1.5 overflow-y-auto text-sm"
        >
          {result.users.map(({ user, ok, detail }) => (
            <li key={user} className="flex items-start gap-2">
              <CheckMark status={ok ? 'pass' : 'fail'} />
              <span className="min-w-0">
                <span className="font-medium">{user}</span> <span className="wrap-anywhere text-muted">{detail}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
