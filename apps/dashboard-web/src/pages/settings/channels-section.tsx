import { useQuery } from '@tanstack/react-query';
import { Plus, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';
import { channelsText } from '../../messages/settings.ts';
import { useMay } from '../../session/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { Switch } from '../../ui/switch.tsx';
import { CreateChannelDialog } from './create-channel-dialog.tsx';
import { channelsQuery } from './settings-queries.ts';
import { SmallTable } from './small-table.tsx';
import { useSaving } from './use-saving.ts';

type Channel = components['schemas']['ListChannelsReply']['channels'][number];

export function ChannelsSection() {
  const { data, error, refetch } = useQuery(channelsQuery);
  const mayWrite = useMay('channels:write');
  const [isCreating, setCreating] = useState(false);
  const [leaving, setLeaving] = useState<Channel>();
  const remove = useSaving({
    send: ({ channelId }: Channel) =>
      answerOf(api.DELETE('/api/v1/channels/{channelId}', { params: { path: { channelId } } })),
    changes: ['channels'],
    done: (_, { name }) => channelsText.removed(name),
    failed: channelsText.failed,
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Card
      isFlush
      title={channelsText.channels}
      actions={
        mayWrite && (
          <Button size="sm" onClick={() => setCreating(true)}>
            <Plus aria-hidden />
            {channelsText.create}
          </Button>
        )
      }
    >
      <SmallTable
        label={channelsText.channels}
        heads={[channelsText.name, channelsText.type, channelsText.target, channelsText.last, channelsText.isOn, '']}
        empty={channelsText.empty}
        rows={(data?.channels ?? []).map((channel) => ({
          id: channel.channelId,
          cells: [
            channel.name,
            channelsText.types[channel.type],
            <span key="t" className="code text-xs wrap-anywhere">
              {channel.target}
            </span>,
            <LastDelivery key="l" delivery={channel.lastDelivery} />,
            <OnSwitch key="o" channel={channel} isDisabled={!mayWrite} />,
            mayWrite && (
              <span key="a" className="flex justify-end gap-1">
                <TestButton channel={channel} />
                <IconButton
                  icon={Trash2}
                  label={channelsText.removeTitle(channel.name)}
                  onClick={() => setLeaving(channel)}
                />
              </span>
            ),
          ],
        }))}
      />
      {isCreating && <CreateChannelDialog onClose={() => setCreating(false)} />}
      {leaving && (
        <Confirm
          isOpen
          onClose={() => setLeaving(undefined)}
          title={channelsText.removeTitle(leaving.name)}
          text={channelsText.removeText}
          confirmLabel={channelsText.remove}
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate(leaving, { onSuccess: () => setLeaving(undefined) })}
        />
      )}
    </Card>
  );
}

function LastDelivery({ delivery }: { delivery: Channel['lastDelivery'] }) {
  if (delivery === null) return <span className="text-faint">–</span>;
  return (
    <span className="flex items-center gap-2" title={delivery.detail}>
      <Badge tone={delivery.outcome === 'sent' ? 'good' : 'danger'}>{channelsText.outcomes[delivery.outcome]}</Badge>
      <span className="text-muted">
        <RelativeTime atMs={delivery.finishedAtMs} hasSuffix />
      </span>
    </span>
  );
}

function OnSwitch({ channel, isDisabled }: { channel: Channel; isDisabled: boolean }) {
  const change = useSaving({
    send: (isEnabled: boolean) =>
      answerOf(
        api.PATCH('/api/v1/channels/{channelId}', {
          params: { path: { channelId: channel.channelId } },
          body: { isEnabled },
        }),
      ),
    changes: ['channels'],
    done: () => channel.name,
    failed: channelsText.failed,
  });
  return (
    <Switch
      label={`${channelsText.isOn}: ${channel.name}`}
      isOn={channel.isEnabled}
      isDisabled={isDisabled || change.isPending}
      onChange={(isOn) => change.mutate(isOn)}
    />
  );
}

function TestButton({ channel: { channelId, name } }: { channel: Channel }) {
  const test = useSaving({
    send: () => answerOf(api.POST('/api/v1/channels/{channelId}/test', { params: { path: { channelId } } })),
    changes: ['channels'],
    done: ({ ok, detail }) => `${ok ? channelsText.testOk : channelsText.testFailed}: ${detail}`,
    failed: channelsText.testFailed,
  });
  return (
    <Button
      size="sm"
      isBusy={test.isPending}
      aria-label={`${channelsText.test}: ${name}`}
      onClick={() => test.mutate(undefined)}
    >
      <Send aria-hidden />
      {channelsText.test}
    </Button>
  );
}
