import type { Severity } from '@redoubt/contracts';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { severityText } from '../../messages/domain.ts';
import { eventsText } from '../../messages/events.ts';
import { settingsText } from '../../messages/settings.ts';
import { sinksText } from '../../messages/sinks.ts';
import { uiText } from '../../messages/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ShownOnce } from './shown-once.tsx';
import {
  changeOf,
  draftOf,
  EMPTY_SINK,
  isSinkComplete,
  SINK_FIELDS,
  sinkOf,
  type ShownSink,
  type SinkDraft,
  type SinkField,
  type SinkStream,
  type SinkType,
} from './sink-draft.ts';
import { useSaving } from './use-saving.ts';

const TYPES = Object.keys(sinksText.types) as SinkType[];
const STREAMS = Object.keys(sinksText.streamNames) as SinkStream[];
const MAPPINGS = Object.keys(sinksText.mappings) as ShownSink['mapping'][];

/** A new sink, or one that is there. Secrets are sealed and never shown again. */
export function SinkDialog({ sink, onClose }: { sink: ShownSink | undefined; onClose: () => void }) {
  const [draft, setDraft] = useState(sink ? draftOf(sink) : EMPTY_SINK);
  const [made, setMade] = useState<string>();
  const set = (change: Partial<SinkDraft>): void => setDraft({ ...draft, ...change });
  const save = useSaving({
    send: () => send(draft, sink),
    changes: ['sinks'],
    done: () => settingsText.saved,
    failed: sinksText.failed,
  });
  if (made !== undefined) {
    return (
      <Dialog isOpen onClose={onClose} title={draft.name} footer={<Button onClick={onClose}>{uiText.close}</Button>}>
        <ShownOnce note={sinksText.newSecret} text={made} />
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={sink ? sinksText.edit(sink.name) : sinksText.create}
      footer={
        <>
          <Button onClick={onClose}>{uiText.cancel}</Button>
          <Button
            tone="primary"
            isBusy={save.isPending}
            disabled={!isSinkComplete(draft, !sink)}
            onClick={() =>
              save.mutate(undefined, { onSuccess: (secret) => (secret === undefined ? onClose() : setMade(secret)) })
            }
          >
            {settingsText.save}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {!sink && (
          <Field label={sinksText.type}>
            {({ id }) => (
              <Select<SinkType>
                id={id}
                value={draft.type}
                options={TYPES.map((value) => ({ value, label: sinksText.types[value] }))}
                onChange={(type) => set({ type })}
              />
            )}
          </Field>
        )}
        <TextField label={sinksText.name} value={draft.name} onChange={(name) => set({ name })} />
        <Settings draft={draft} isNew={!sink} set={set} />
        <Given draft={draft} set={set} />
        <Field label={sinksText.onFull}>
          {({ id }) => (
            <Select<SinkDraft['onFull']>
              id={id}
              value={draft.onFull}
              options={(['detach', 'block'] as const).map((value) => ({ value, label: sinksText.onFulls[value] }))}
              onChange={(onFull) => set({ onFull })}
            />
          )}
        </Field>
        {!sink && (
          <Field label={sinksText.startAt}>
            {({ id }) => (
              <Select<SinkDraft['startAt']>
                id={id}
                value={draft.startAt}
                options={(['now', 'oldest'] as const).map((value) => ({ value, label: sinksText.startsAt[value] }))}
                onChange={(startAt) => set({ startAt })}
              />
            )}
          </Field>
        )}
      </div>
    </Dialog>
  );
}

/** @returns a signing secret that was made, to be shown once */
async function send(draft: SinkDraft, sink: ShownSink | undefined): Promise<string | undefined> {
  if (!sink) return (await answerOf(api.POST('/api/v1/sinks', { body: { sink: sinkOf(draft) } }))).secret;
  const params = { path: { sinkId: sink.sinkId } };
  await answerOf(api.PATCH('/api/v1/sinks/{sinkId}', { params, body: changeOf(draft, sink) }));
  return undefined;
}

interface PartProps {
  draft: SinkDraft;
  set: (change: Partial<SinkDraft>) => void;
}

function Settings({ draft, isNew, set }: PartProps & { isNew: boolean }) {
  const hintOf = ({ name, isSecret }: SinkField): string | undefined => {
    if (isSecret) return isNew ? sinksText.secretHint : sinksText.secretKept;
    return name === 'fileName' ? sinksText.fileHint : undefined;
  };
  return SINK_FIELDS[draft.type].map((field) => (
    <TextField
      key={field.name}
      label={sinksText.fields[field.name]}
      hint={hintOf(field)}
      isSecret={field.isSecret ?? false}
      value={draft.values[field.name] ?? ''}
      onChange={(value) => set({ values: { ...draft.values, [field.name]: value } })}
    />
  ));
}

function Given({ draft, set }: PartProps) {
  const toggle = (stream: SinkStream, isOn: boolean): void =>
    set({ streams: STREAMS.filter((one) => (one === stream ? isOn : draft.streams.includes(one))) });
  return (
    <>
      <Field label={sinksText.mapping}>
        {({ id }) => (
          <Select<ShownSink['mapping']>
            id={id}
            value={draft.mapping}
            options={MAPPINGS.map((value) => ({ value, label: sinksText.mappings[value] }))}
            onChange={(mapping) => set({ mapping })}
          />
        )}
      </Field>
      <fieldset className="flex flex-wrap gap-x-4 gap-y-2">
        <legend className="mb-1.5 text-sm font-medium">{sinksText.streams}</legend>
        {STREAMS.map((stream) => (
          <Checkbox key={stream} isChecked={draft.streams.includes(stream)} onChange={(isOn) => toggle(stream, isOn)}>
            {sinksText.streamNames[stream]}
          </Checkbox>
        ))}
      </fieldset>
      <Field label={sinksText.minSeverity}>
        {({ id }) => (
          <Select<Severity>
            id={id}
            value={draft.minSeverity}
            options={SEVERITIES_DOWN.map((value) => ({ value, label: eventsText.orWorse(severityText[value]) }))}
            onChange={(minSeverity) => set({ minSeverity })}
          />
        )}
      </Field>
      <TextField
        label={sinksText.query}
        hint={sinksText.queryHint}
        value={draft.query}
        onChange={(query) => set({ query })}
      />
    </>
  );
}
