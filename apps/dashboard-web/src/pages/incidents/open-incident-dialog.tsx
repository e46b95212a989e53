import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Severity } from '@redoubt/contracts';
import { answerOf, api } from '../../api/client.ts';
import { severityText } from '../../messages/domain.ts';
import { incidentsText } from '../../messages/incidents.ts';
import { uiText } from '../../messages/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input, TextArea } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';
import { say, sayError } from '../../ui/toast.ts';

/** Opens an incident that no rule has found. */
export default function OpenIncidentDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [title, setTitle] = useState('');
  const [severity, setSeverity] = useState<Severity>('high');
  const [note, setNote] = useState('');
  const open = useMutation({
    mutationFn: () => {
      const said = note.trim() === '' ? {} : { note: note.trim() };
      const body = { kind: 'security' as const, title: title.trim(), severity, subject: {}, alertIds: [], ...said };
      return answerOf(api.POST('/api/v1/incidents', { body }));
    },
    onSuccess: () => {
      say(incidentsText.opened);
      onClose();
    },
    onError: (error) => sayError(incidentsText.couldNotOpen, error),
    onSettled: () => client.invalidateQueries({ queryKey: ['incidents'] }),
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={incidentsText.openTitle}
      description={incidentsText.openIntro}
      footer={
        <>
          <Button onClick={onClose}>{uiText.cancel}</Button>
          <Button tone="primary" isBusy={open.isPending} disabled={title.trim() === ''} onClick={() => open.mutate()}>
            {incidentsText.open}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={incidentsText.name} hint={incidentsText.nameHint}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={256}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <Field label={incidentsText.severity}>
          {({ id }) => (
            <Select
              id={id}
              value={severity}
              options={SEVERITIES_DOWN.map((value) => ({ value, label: severityText[value] }))}
              onChange={setSeverity}
            />
          )}
        </Field>
        <Field label={incidentsText.note}>
          {(ids) => (
            <TextArea
              {...ids}
              rows={3}
              maxLength={4_000}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
