import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';
import { formatBytes } from '../../format/format-number.ts';
import { organizationText, settingsText } from '../../messages/settings.ts';
import { useMay } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/drawer.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Moment } from '../../ui/relative-time.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { Switch } from '../../ui/switch.tsx';
import { organizationQuery } from './settings-queries.ts';
import { useSaving } from './use-saving.ts';

type Organization = components['schemas']['GetOrganizationReply'];
type Change = components['schemas']['ChangeOrganizationBody'];

/** Sends a change of the organisation. */
export function useChangeOrganization() {
  return useSaving({
    send: (body: Change) => answerOf(api.PATCH('/api/v1/organization', { body })),
    changes: ['organization', 'session'],
    done: () => settingsText.saved,
    failed: settingsText.failed,
  });
}

export function OrganizationSection() {
  const { data, error, refetch } = useQuery(organizationQuery);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonLines count={10} />;
  return (
    <div className="flex flex-col gap-3">
      <Card title={organizationText.general}>
        <GeneralForm organization={data} />
      </Card>
      <Card title={organizationText.features}>
        <Features organization={data} />
      </Card>
    </div>
  );
}

function GeneralForm({ organization }: { organization: Organization }) {
  const { displayName, retentionDays, name, orgId, quota, createdAtMs } = organization;
  const mayWrite = useMay('org:write');
  const [title, setTitle] = useState(displayName);
  const [days, setDays] = useState(String(retentionDays));
  const change = useChangeOrganization();
  const isChanged = title.trim() !== displayName || Number(days) !== retentionDays;
  return (
    <form
      className="flex max-w-xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ displayName: title.trim(), retentionDays: Number(days) });
      }}
    >
      <Field label={organizationText.name}>
        {(ids) => (
          <Input
            {...ids}
            required
            maxLength={200}
            disabled={!mayWrite}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Field>
      <Field label={organizationText.retention} hint={organizationText.retentionHint}>
        {(ids) => (
          <Input
            {...ids}
            type="number"
            min={1}
            max={3650}
            required
            disabled={!mayWrite}
            className="w-32"
            value={days}
            onChange={(event) => setDays(event.target.value)}
          />
        )}
      </Field>
      <Facts
        rows={[
          [
            organizationText.shortName,
            <span key="n" className="code">
              {name}
            </span>,
          ],
          [organizationText.id, <Copyable key="i" text={orgId} />],
          [organizationText.created, <Moment key="c" atMs={createdAtMs} />],
          [
            organizationText.quota,
            organizationText.quotaText(quota.eventsPerSecond, formatBytes(quota.bytesPerSecond), quota.burstSeconds),
          ],
        ]}
      />
      {mayWrite && (
        <Button type="submit" tone="primary" className="self-start" disabled={!isChanged} isBusy={change.isPending}>
          {settingsText.save}
        </Button>
      )}
    </form>
  );
}

function Features({ organization: { featureInfo, features } }: { organization: Organization }) {
  const mayWrite = useMay('org:write');
  const change = useChangeOrganization();
  return (
    <ul className="flex flex-col gap-4">
      {featureInfo.map(({ name, title, description }) => (
        <li key={name} className="flex items-start justify-between gap-6">
          <div>
            <p className="text-sm font-medium">{title}</p>
            <p className="text-sm text-muted">{description}</p>
          </div>
          <Switch
            label={title}
            isOn={features[name]}
            isDisabled={!mayWrite || change.isPending}
            onChange={(isOn) => change.mutate({ features: { [name]: isOn } })}
          />
        </li>
      ))}
    </ul>
  );
}
