import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { keysText } from '../../messages/settings.ts';
import { uiText } from '../../messages/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ShownOnce } from './shown-once.tsx';
import { useSaving } from './use-saving.ts';

const SCOPES = ['ingest', 'read', 'admin'] as const;
const LIFETIMES = ['30', '90', '365', 'never'] as const;
type Scope = (typeof SCOPES)[number];
type Lifetime = (typeof LIFETIMES)[number];
const dayMs = 86_400_000;

/** Makes a key and shows it once. */
export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['ingest']);
  const [lifetime, setLifetime] = useState<Lifetime>('365');
  const create = useSaving({
    send: () => {
      const ends = lifetime === 'never' ? {} : { expiresAtMs: Date.now() + Number(lifetime) * dayMs };
      return answerOf(api.POST('/api/v1/keys', { body: { name: name.trim(), scopes: [...scopes], ...ends } }));
    },
    changes: ['keys'],
    done: () => keysText.createTitle,
    failed: keysText.failed,
  });
  if (create.data) {
    return (
      <Dialog isOpen onClose={onClose} title={name.trim()} footer={<Button onClick={onClose}>{keysText.done}</Button>}>
        <ShownOnce note={keysText.once} text={create.data.text} />
      </Dialog>
    );
  }
  const toggle = (scope: Scope, isOn: boolean): void =>
    setScopes(SCOPES.filter((one) => (one === scope ? isOn : scopes.includes(one))));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={keysText.createTitle}
      footer={
        <>
          <Button onClick={onClose}>{uiText.cancel}</Button>
          <Button
            tone="primary"
            isBusy={create.isPending}
            disabled={name.trim() === '' || scopes.length === 0}
            onClick={() => create.mutate(undefined)}
          >
            {keysText.create}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={keysText.name}>
          {(ids) => (
            <Input {...ids} autoFocus maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1 text-sm font-medium">{keysText.scopes}</legend>
          {SCOPES.map((scope) => (
            <Checkbox key={scope} isChecked={scopes.includes(scope)} onChange={(isOn) => toggle(scope, isOn)}>
              {keysText.scopeNames[scope]}
            </Checkbox>
          ))}
        </fieldset>
        <div className="flex flex-col gap-1.5">
          <span className="text-sm font-medium">{keysText.lives}</span>
          <Segmented
            label={keysText.lives}
            value={lifetime}
            options={LIFETIMES.map((value) => ({ value, label: keysText.lifetimes[value] }))}
            onChange={setLifetime}
          />
        </div>
      </div>
    </Dialog>
  );
}
