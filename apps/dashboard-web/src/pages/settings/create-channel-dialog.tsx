import type { Severity } from '@redoubt/contracts';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { severityText } from '../../messages/domain.ts';
import { eventsText } from '../../messages/events.ts';
import { channelsText, settingsText } from '../../messages/settings.ts';
import { uiText } from '../../messages/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { channelOf, EMPTY_DRAFT, isComplete, type ChannelDraft, type ChannelType } from './channel-draft.ts';
import { useSaving } from './use-saving.ts';

const TYPES = ['email', 'slack', 'webhook', 'pagerduty'] as const satisfies ChannelType[];

/** A new way to be told of alerts. Its secret is sealed and never shown again. */
export function CreateChannelDialog({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const set = (change: Partial<ChannelDraft>): void => setDraft({ ...draft, ...change });
  const create = useSaving({
    send: () => answerOf(api.POST('/api/v1/channels', { body: { channel: channelOf(draft) } })),
    changes: ['channels'],
    done: () => settingsText.saved,
    failed: channelsText.failed,
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={channelsText.createTitle}
      footer={
        <>
          <Button onClick={onClose}>{uiText.cancel}</Button>
          <Button
            tone="primary"
            isBusy={create.isPending}
            disabled={!isComplete(draft)}
            onClick={() => create.mutate(undefined, { onSuccess: onClose })}
          >
            {settingsText.save}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Segmented
          label={channelsText.type}
          value={draft.type}
          options={TYPES.map((value) => ({ value, label: channelsText.types[value] }))}
          onChange={(type) => set({ type })}
        />
        <TextField label={channelsText.name} value={draft.name} onChange={(name) => set({ name })} />
        {draft.type === 'email' && (
          <TextField label={channelsText.to} value={draft.to} onChange={(to) => set({ to })} />
        )}
        {(draft.type === 'slack' || draft.type === 'webhook') && (
          <TextField label={channelsText.url} value={draft.url} onChange={(url) => set({ url })} />
        )}
        {draft.type === 'webhook' && (
          <TextField
            isSecret
            label={channelsText.secret}
            hint={channelsText.secretHint}
            value={draft.secret}
            onChange={(secret) => set({ secret })}
          />
        )}
        {draft.type === 'pagerduty' && (
          <TextField
            isSecret
            label={channelsText.routingKey}
            value={draft.routingKey}
            onChange={(routingKey) => set({ routingKey })}
          />
        )}
        <Field label={channelsText.minSeverity}>
          {({ id }) => (
            <Select<Severity>
              id={id}
              value={draft.minSeverity}
              options={SEVERITIES_DOWN.map((value) => ({ value, label: eventsText.orWorse(severityText[value]) }))}
              onChange={(minSeverity) => set({ minSeverity })}
            />
          )}
        </Field>
        <Checkbox isChecked={draft.isResolvedTold} onChange={(isResolvedTold) => set({ isResolvedTold })}>
          {channelsText.resolved}
        </Checkbox>
      </div>
    </Dialog>
  );
}
