import type { Alert, Disposition } from '@redoubt/contracts';
import { useState } from 'react';
import { alertsText } from '../../messages/alerts.ts';
import { dispositionText } from '../../messages/domain.ts';
import { uiText } from '../../messages/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, TextArea } from '../../ui/field.tsx';
import type { AlertCommand } from './use-alert-commands.ts';

const DISPOSITIONS = ['true_positive', 'false_positive', 'benign'] as const satisfies Disposition[];

interface CloseDialogProps {
  alerts: readonly Alert[];
  onClose: () => void;
  onCommand: (command: AlertCommand) => void;
}

/** Asks for the verdict that goes with closing: it is what similar alerts are judged by later. */
export default function CloseDialog({ alerts, onClose, onCommand }: CloseDialogProps) {
  const [disposition, setDisposition] = useState<Disposition>('true_positive');
  const [note, setNote] = useState('');
  const submit = (): void => {
    onCommand({ type: 'close', disposition, ...(note.trim() === '' ? {} : { note: note.trim() }) });
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={alertsText.closeTitle(alerts.length)}
      footer={
        <>
          <Button onClick={onClose}>{uiText.cancel}</Button>
          <Button tone="primary" onClick={submit}>
            {alertsText.close}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1.5 text-sm font-medium">{alertsText.closeWhy}</legend>
          {DISPOSITIONS.map((value) => (
            <label
              key={value}
              className="flex cursor-pointer items-start gap-3 rounded-md border border-line px-3 py-2 hover:bg-hover has-checked:border-accent has-checked:bg-accent/8"
            >
              <input
                type="radio"
                name="disposition"
                className="mt-0.5 size-4 accent-(--color-accent)"
                checked={disposition === value}
                onChange={() => setDisposition(value)}
              />
              <span>
                <span className="block text-sm">{dispositionText[value]}</span>
                <span className="block text-xs text-muted">{alertsText.closeHints[value]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Field label={alertsText.note} hint={alertsText.noteHint}>
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
