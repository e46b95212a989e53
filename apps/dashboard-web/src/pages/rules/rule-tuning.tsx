import type { Severity } from '@redoubt/contracts';
import { useState } from 'react';
import { severityText } from '../../messages/domain.ts';
import { rulesText } from '../../messages/rules.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';
import type { ListedRule } from './rules-query.ts';
import { useChangeRule } from './use-change-rule.ts';

const asRule = 'rule';

/** What holds in this organisation in place of what the rule says. */
export function RuleTuning({ rule: { ruleId, override, hasThreshold } }: { rule: ListedRule }) {
  const change = useChangeRule();
  const [severity, setSeverity] = useState<Severity | typeof asRule>(override?.severity ?? asRule);
  const [threshold, setThreshold] = useState(String(override?.threshold ?? ''));
  const [windowSeconds, setWindowSeconds] = useState(String(override?.windowSeconds ?? ''));
  const save = (): void => {
    const next = {
      ...(severity === asRule ? {} : { severity }),
      ...(threshold === '' ? {} : { threshold: Number(threshold) }),
      ...(windowSeconds === '' ? {} : { windowSeconds: Number(windowSeconds) }),
    };
    change.mutate({ ruleId, body: { override: Object.keys(next).length === 0 ? null : next } });
  };
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field label={rulesText.severity}>
        {({ id }) => (
          <Select<Severity | typeof asRule>
            id={id}
            value={severity}
            options={[
              { value: asRule, label: rulesText.asRule },
              ...SEVERITIES_DOWN.map((value) => ({ value, label: severityText[value] })),
            ]}
            onChange={setSeverity}
          />
        )}
      </Field>
      {hasThreshold && (
        <>
          <Field label={rulesText.threshold}>
            {(ids) => <NumberInput {...ids} value={threshold} onChange={setThreshold} />}
          </Field>
          <Field label={rulesText.window}>
            {(ids) => <NumberInput {...ids} value={windowSeconds} onChange={setWindowSeconds} />}
          </Field>
        </>
      )}
      <Button type="submit" isBusy={change.isPending}>
        {rulesText.save}
      </Button>
      <p className="w-full text-xs text-muted">{rulesText.tuningNote}</p>
    </form>
  );
}

interface NumberInputProps {
  id: string;
  value: string;
  onChange: (value: string) => void;
}

function NumberInput({ id, value, onChange }: NumberInputProps) {
  return (
    <Input
      id={id}
      type="number"
      min={1}
      step={1}
      className="w-28"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
