import { useQuery } from '@tanstack/react-query';
import { Pause, Pencil, Play, Plus, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { Sparkline } from '../../charts/sparkline.tsx';
import { sinksText } from '../../messages/sinks.ts';
import { useMay } from '../../session/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { sinksQuery } from './settings-queries.ts';
import { SinkDialog } from './sink-dialog.tsx';
import type { ShownSink } from './sink-draft.ts';
import { SmallTable } from './small-table.tsx';
import { useSaving } from './use-saving.ts';

const TONES = { new: 'neutral', ok: 'good', failing: 'danger', paused: 'warning', detached: 'danger' } as const;

export function SinksSection() {
  const { data, error, refetch } = useQuery(sinksQuery);
  const mayWrite = useMay('sinks:write');
  const [isCreating, setCreating] = useState(false);
  const [edited, setEdited] = useState<ShownSink>();
  const [leaving, setLeaving] = useState<ShownSink>();
  const remove = useSaving({
    send: ({ sinkId }: ShownSink) => answerOf(api.DELETE('/api/v1/sinks/{sinkId}', { params: { path: { sinkId } } })),
    changes: ['sinks'],
    done: (_, { name }) => sinksText.removed(name),
    failed: sinksText.failed,
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Card
      isFlush
      title={sinksText.sinks}
      actions={
        mayWrite && (
          <Button size="sm" onClick={() => setCreating(true)}>
            <Plus aria-hidden />
            {sinksText.create}
          </Button>
        )
      }
    >
      <p className="px-4 py-3 text-sm text-muted">{sinksText.about}</p>
      <SmallTable
        label={sinksText.sinks}
        heads={[sinksText.name, sinksText.state, sinksText.lag, sinksText.last, sinksText.hour, '']}
        empty={sinksText.empty}
        rows={(data?.sinks ?? []).map((sink) => ({
          id: sink.sinkId,
          cells: [
            <Name key="n" sink={sink} />,
            <State key="s" sink={sink} />,
            <Lag key="l" sink={sink} />,
            <LastSuccess key="t" sink={sink} />,
            <Hour key="h" sink={sink} />,
            mayWrite && (
              <Actions key="a" sink={sink} onEdit={() => setEdited(sink)} onRemove={() => setLeaving(sink)} />
            ),
          ],
        }))}
      />
      {(isCreating || edited) && (
        <SinkDialog
          sink={edited}
          onClose={() => {
            setCreating(false);
            setEdited(undefined);
          }}
        />
      )}
      {leaving && (
        <Confirm
          isOpen
          onClose={() => setLeaving(undefined)}
          title={sinksText.removeTitle(leaving.name)}
          text={sinksText.removeText}
          confirmLabel={sinksText.remove}
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate(leaving, { onSuccess: () => setLeaving(undefined) })}
        />
      )}
    </Card>
  );
}

function Name({ sink: { name, type, target } }: { sink: ShownSink }) {
  return (
    <span className="flex flex-col">
      <span>{name}</span>
      <span className="text-xs text-muted">
        {sinksText.types[type]} · <span className="code wrap-anywhere">{target}</span>
      </span>
    </span>
  );
}

function State({ sink: { health } }: { sink: ShownSink }) {
  return (
    <span className="flex flex-col items-start gap-1">
      <Badge tone={TONES[health.state]}>{sinksText.states[health.state]}</Badge>
      {health.state === 'failing' && <span className="max-w-60 text-xs text-critical">{health.lastError}</span>}
      {health.detachedAtMs !== null && (
        <span className="max-w-60 text-xs text-critical">
          {sinksText.detachedSince} <RelativeTime atMs={health.detachedAtMs} hasSuffix />. {sinksText.detachedHint}
        </span>
      )}
      {health.skippedEntries > 0 && (
        <span className="text-xs text-muted tabular-nums">{sinksText.skipped(health.skippedEntries)}</span>
      )}
    </span>
  );
}

function Lag({ sink: { health } }: { sink: ShownSink }) {
  return (
    <span className="flex flex-col whitespace-nowrap">
      <span className="tabular-nums">{sinksText.lagOf(health.lagEntries)}</span>
      <span className="text-xs text-muted">{sinksText.lagUnit}</span>
    </span>
  );
}

function LastSuccess({ sink: { health } }: { sink: ShownSink }) {
  const { lastSuccessMs, delivered, deadLetters } = health;
  return (
    <span className="flex flex-col whitespace-nowrap">
      {lastSuccessMs === null ? sinksText.never : <RelativeTime atMs={lastSuccessMs} hasSuffix />}
      <span className="text-xs text-muted tabular-nums">{sinksText.counts(delivered, deadLetters)}</span>
    </span>
  );
}

function Hour({ sink: { name, minutes } }: { sink: ShownSink }) {
  return (
    <span className="flex flex-col gap-1">
      <Sparkline label={sinksText.delivered(name)} values={minutes.map(({ delivered }) => delivered)} height={20} />
      <Sparkline
        label={sinksText.lagChart(name)}
        values={minutes.map(({ lagMs }) => lagMs)}
        color="medium"
        height={20}
      />
    </span>
  );
}

interface ActionsProps {
  sink: ShownSink;
  onEdit: () => void;
  onRemove: () => void;
}

function Actions({ sink, onEdit, onRemove }: ActionsProps) {
  const { sinkId, name } = sink;
  const isRunning = sink.isEnabled && sink.health.detachedAtMs === null;
  const params = { path: { sinkId } };
  const change = useSaving({
    send: () =>
      answerOf(
        isRunning
          ? api.POST('/api/v1/sinks/{sinkId}/pause', { params, body: {} })
          : api.POST('/api/v1/sinks/{sinkId}/resume', { params, body: {} }),
      ),
    changes: ['sinks'],
    done: () => (isRunning ? sinksText.paused(name) : sinksText.resumed(name)),
    failed: sinksText.failed,
  });
  const test = useSaving({
    send: () => answerOf(api.POST('/api/v1/sinks/{sinkId}/test', { params })),
    changes: ['sinks'],
    done: ({ ok, detail }) => `${ok ? sinksText.testOk : sinksText.testFailed}: ${detail}`,
    failed: sinksText.testFailed,
  });
  return (
    <span className="flex justify-end gap-1">
      <Button
        size="sm"
        isBusy={test.isPending}
        aria-label={`${sinksText.test}: ${name}`}
        onClick={() => test.mutate(undefined)}
      >
        <Send aria-hidden />
        {sinksText.test}
      </Button>
      <IconButton
        icon={isRunning ? Pause : Play}
        label={`${isRunning ? sinksText.pause : sinksText.resume}: ${name}`}
        disabled={change.isPending}
        onClick={() => change.mutate(undefined)}
      />
      <IconButton icon={Pencil} label={sinksText.edit(name)} onClick={onEdit} />
      <IconButton icon={Trash2} label={sinksText.removeTitle(name)} onClick={onRemove} />
    </span>
  );
}
