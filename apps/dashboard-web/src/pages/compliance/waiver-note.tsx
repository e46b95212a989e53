import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { complianceText } from '../../messages/compliance.ts';
import { uiText } from '../../messages/ui.ts';
import { useMay } from '../../session/session.ts';
import { formatDay } from '../../time/format-time.ts';
import { useZone } from '../../time/zone.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { useSaving } from '../settings/use-saving.ts';
import type { Exception } from './compliance-queries.ts';

/** Who answers for a check, until when and why; it can be ended before. */
export function WaiverNote({ exception }: { exception: Exception }) {
  const zone = useZone();
  const mayEnd = useMay('platform:write');
  const [isEnding, setEnding] = useState(false);
  const { kind, owner, expiresAtMs, reason } = exception;
  const { by: name, end } = complianceText.exceptions[kind];
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-md border border-medium/30 bg-medium/12 px-3 py-1.5 text-sm">
      <p className="min-w-0 flex-1 wrap-anywhere">
        {name} {complianceText.waivedUntil(owner, formatDay(expiresAtMs, zone))}
        <span className="block text-xs text-muted">{reason}</span>
      </p>
      {mayEnd && (
        <Button size="sm" onClick={() => setEnding(true)}>
          {end}
        </Button>
      )}
      {isEnding && <EndDialog exception={exception} onClose={() => setEnding(false)} />}
    </div>
  );
}

function EndDialog({ exception: { exceptionId, kind }, onClose }: { exception: Exception; onClose: () => void }) {
  const { end, ended, endFailed } = complianceText.exceptions[kind];
  const [reason, setReason] = useState('');
  const save = useSaving({
    send: () => {
      const params = { path: { exceptionId }, query: { reason: reason.trim() } };
      return answerOf(api.DELETE('/api/v1/compliance/exceptions/{exceptionId}', { params }));
    },
    changes: ['compliance'],
    done: ({ checkId }) => {
      onClose();
      return ended(checkId);
    },
    failed: endFailed,
  });
  const submit = (): void => {
    if (reason.trim() !== '' && !save.isPending) save.mutate(undefined);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={end}
      description={complianceText.endText}
      footer={
        <>
          <Button onClick={onClose}>{uiText.cancel}</Button>
          <Button tone="primary" isBusy={save.isPending} disabled={reason.trim() === ''} onClick={submit}>
            {end}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label={complianceText.reason} hint={complianceText.reasonHint}>
          {(ids) => (
            <Input {...ids} maxLength={1_000} value={reason} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
