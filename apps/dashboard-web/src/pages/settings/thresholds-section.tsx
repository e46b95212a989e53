import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '../../api/schema.d.ts';
import { severityText } from '../../messages/domain.ts';
import { settingsText, thresholdsText } from '../../messages/settings.ts';
import { useMay } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { useChangeOrganization } from './organization-section.tsx';
import { organizationQuery } from './settings-queries.ts';

type AlertSettings = components['schemas']['GetOrganizationReply']['alertSettings'];

const NUMBERS = [
  ['dedupWindowSeconds', thresholdsText.dedup, thresholdsText.dedupHint, 1],
  ['repeatIntervalSeconds', thresholdsText.repeat, thresholdsText.repeatHint, 1],
  ['latenessSeconds', thresholdsText.lateness, undefined, 1],
  ['riskHalfLifeHours', thresholdsText.halfLife, undefined, 1],
  ['anomalyBudgetPerDay', thresholdsText.anomalies, thresholdsText.anomaliesHint, 0],
] as const;
const SEVERITIES = ['critical', 'high', 'medium'] as const;

export function ThresholdsSection() {
  const { data, error, refetch } = useQuery(organizationQuery);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Card title={thresholdsText.title}>
      {data ? <SettingsForm settings={data.alertSettings} /> : <SkeletonLines count={8} />}
    </Card>
  );
}

function SettingsForm({ settings }: { settings: AlertSettings }) {
  const mayWrite = useMay('org:write');
  const change = useChangeOrganization();
  const [values, setValues] = useState(() => textsOf(settings));
  const field = (name: string) => ({
    value: values[name] ?? '',
    disabled: !mayWrite,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setValues({ ...values, [name]: event.target.value }),
  });
  return (
    <form
      className="flex max-w-xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ alertSettings: settingsOf(values) });
      }}
    >
      {NUMBERS.map(([name, label, hint, least]) => (
        <Field key={name} label={label} hint={hint}>
          {(ids) => <Input {...ids} {...field(name)} type="number" min={least} required />}
        </Field>
      ))}
      <fieldset>
        <legend className="text-sm font-medium">{thresholdsText.severities}</legend>
        <p className="mb-2 text-xs text-muted">{thresholdsText.severitiesHint}</p>
        <div className="grid grid-cols-3 gap-3">
          {SEVERITIES.map((severity) => (
            <Field key={severity} label={severityText[severity]}>
              {(ids) => <Input {...ids} {...field(severity)} type="number" min={1} />}
            </Field>
          ))}
        </div>
      </fieldset>
      {mayWrite && (
        <Button type="submit" tone="primary" className="self-start" isBusy={change.isPending}>
          {settingsText.save}
        </Button>
      )}
    </form>
  );
}

function textsOf(settings: AlertSettings): Record<string, string> {
  const numbers = NUMBERS.map(([name]) => [name, String(settings[name])]);
  const thresholds = SEVERITIES.map((severity) => [severity, String(settings.alertThresholds[severity] ?? '')]);
  return Object.fromEntries([...numbers, ...thresholds]) as Record<string, string>;
}

function settingsOf(values: Readonly<Record<string, string>>) {
  const numbers = NUMBERS.map(([name]) => [name, Number(values[name])]);
  const given = SEVERITIES.filter((severity) => values[severity]);
  const alertThresholds = Object.fromEntries(given.map((severity) => [severity, Number(values[severity])]));
  return { ...(Object.fromEntries(numbers) as Record<(typeof NUMBERS)[number][0], number>), alertThresholds };
}
