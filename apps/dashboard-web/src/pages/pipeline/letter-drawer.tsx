import { useQuery } from '@tanstack/react-query';
import { RawEvent } from '../../events/raw-event.tsx';
import { formatBytes, formatCount } from '../../format/format-number.ts';
import { pipelineText } from '../../messages/pipeline.ts';
import { Copyable } from '../../ui/copy-button.tsx';
import { Drawer, DrawerSection, Facts } from '../../ui/drawer.tsx';
import { Moment } from '../../ui/relative-time.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { groupName } from './groups-table.tsx';
import { letterQuery, type DeadLetter } from './pipeline-queries.ts';

/** One dead letter: why it is here, and what is in it. */
export default function LetterDrawer({ letter, onClose }: { letter: DeadLetter | undefined; onClose: () => void }) {
  const query = useQuery({
    ...letterQuery(letter?.group ?? '', letter?.letterId ?? ''),
    enabled: letter !== undefined,
  });
  const payload = query.data?.payload;
  return (
    <Drawer
      isOpen={letter !== undefined}
      onClose={onClose}
      title={letter?.message ?? '…'}
      eyebrow={letter && `${groupName(letter.group)} · ${letter.reason.replaceAll('_', ' ')}`}
    >
      {letter && (
        <>
          <DrawerSection>
            <Facts
              rows={[
                [pipelineText.reason, letter.error],
                [pipelineText.when, <Moment key="w" atMs={letter.atMs} />],
                [pipelineText.accepted, <Moment key="a" atMs={letter.acceptedAtMs} />],
                [pipelineText.attempts, formatCount(letter.attempts)],
                [pipelineText.replays, formatCount(letter.replays)],
                ['Event id', <Copyable key="e" text={letter.eventId} />],
                ...(query.data && query.data.originalEventId !== letter.eventId
                  ? ([[pipelineText.original, <Copyable key="o" text={query.data.originalEventId} />]] as const)
                  : []),
              ]}
            />
          </DrawerSection>
          <DrawerSection title={pipelineText.payload}>
            {query.isPending && <SkeletonLines count={5} />}
            {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
            {payload?.text != null && <RawEvent payload={payload.text} />}
            {payload?.base64 !== undefined && (
              <>
                <p className="mb-1 text-sm text-muted">{pipelineText.binary(formatBytes(payload.sizeBytes))}</p>
                <pre className="code max-h-80 overflow-auto text-xs whitespace-pre-wrap wrap-anywhere">
                  {payload.base64}
                </pre>
              </>
            )}
          </DrawerSection>
        </>
      )}
    </Drawer>
  );
}
