import { useState } from 'react';
import { incidentsText } from '../../messages/incidents.ts';
import { uiText } from '../../messages/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, TextArea } from '../../ui/field.tsx';

/** Asks how an incident ended. */
export default function CloseIncidentDialog({
  onClose,
  onConfirm,
}: {
  onClose: () => void;
  onConfirm: (note: string) => void;
}) {
  const [note, setNote] = useState('');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={incidentsText.closeTitle}
      footer={
        <>
          <Button onClick={onClose}>{uiText.cancel}</Button>
          <Button
            tone="primary"
            disabled={note.trim() === ''}
            onClick={() => {
              onConfirm(note.trim());
              onClose();
            }}
          >
            {incidentsText.close}
          </Button>
        </>
      }
    >
      <Field label={incidentsText.closeReason} hint={incidentsText.closeHint}>
        {(ids) => (
          <TextArea
            {...ids}
            autoFocus
            maxLength={4_000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}
