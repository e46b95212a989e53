import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { complianceText } from '../../messages/compliance.ts';
import { uiText } from '../../messages/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input, TextArea } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useSaving } from '../settings/use-saving.ts';
import type { Check, Exception } from './compliance-queries.ts';

const dayMs = 86_400_000;
const DAYS = { '30d': 30, '90d': 90, '180d': 180, '365d': 365 } as const;
type Duration = keyof typeof DAYS;

interface ExceptionDialogProps {
  /** `waiver`: somebody answers for what fails; `attestation`: somebody vouches for what cannot be measured. */
  kind: Exception['kind'];
  check: Check;
  onClose: () => void;
}

/** Has somebody answer or vouch for a check, by name, for a reason and a time. */
export default function ExceptionDialog({ kind, check, onClose }: ExceptionDialogProps) {
  const { checkId, title, attestDays = 365 } = check;
  const words = complianceText.exceptions[kind];
  const choices = (Object.keys(DAYS) as Duration[]).filter((one) => kind === 'waiver' || DAYS[one] <= attestDays);
  const [owner, setOwner] = useState('');
  const [reason, setReason] = useState('');
  const [duration, setDuration] = useState<Duration>('90d');
  const save = useSaving({
    send: () => {
      const expiresAtMs = Date.now() + DAYS[duration] * dayMs;
      const body = { kind, checkId, owner: owner.trim(), reason: reason.trim(), expiresAtMs };
      return answerOf(api.POST('/api/v1/compliance/exceptions', { body }));
    },
    changes: ['compliance'],
    done: () => {
      onClose();
      return words.saved(checkId);
    },
    failed: words.failed,
  });
  const isReady = owner.trim() !== '' && reason.trim() !== '';
  return (
    <Dialog
      isOpen
      width="md"
      onClose={onClose}
      title={words.title(checkId)}
      description={`${title}. ${words.text}`}
      footer={
        <>
          <Button onClick={onClose}>{uiText.cancel}</Button>
          <Button tone="primary" disabled={!isReady} isBusy={save.isPending} onClick={() => save.mutate(undefined)}>
            {words.button}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={words.owner}>
          {(ids) => <Input {...ids} maxLength={256} value={owner} onChange={(event) => setOwner(event.target.value)} />}
        </Field>
        <Field label={words.reason} hint={complianceText.reasonHint}>
          {(ids) => (
            <TextArea
              {...ids}
              rows={2}
              maxLength={1_000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <div className="flex flex-col gap-1.5">
          <span className="text-sm font-medium">{complianceText.until}</span>
          <div className="overflow-x-auto">
            <Segmented
              label={complianceText.until}
              value={duration}
              options={choices.map((value) => ({
                value,
                label: complianceText.durations[value],
              }))}
              onChange={setDuration}
            />
          </div>
        </div>
      </div>
    </Dialog>
  );
}
