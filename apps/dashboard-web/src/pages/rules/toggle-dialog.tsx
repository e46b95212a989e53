import { useState } from 'react';
import { rulesText } from '../../messages/rules.ts';
import { uiText } from '../../messages/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import type { ListedRule } from './rules-query.ts';
import { useChangeRule } from './use-change-rule.ts';

/** Turns a rule on or off, with the reason others will ask for. */
export default function ToggleDialog({ rule, onClose }: { rule: ListedRule; onClose: () => void }) {
  const isOn = rule.state !== 'enabled';
  const [reason, setReason] = useState('');
  const change = useChangeRule();
  const submit = (): void => {
    const body = { isEnabled: isOn, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
    change.mutate({ ruleId: rule.ruleId, body }, { onSuccess: onClose });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={rulesText.toggleTitle(isOn, rule.title)}
      footer={
        <>
          <Button onClick={onClose}>{uiText.cancel}</Button>
          <Button tone="primary" isBusy={change.isPending} onClick={submit}>
            {rulesText.toggle(isOn)}
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
        <Field label={rulesText.reason} hint={rulesText.reasonHint}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={1_024}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
