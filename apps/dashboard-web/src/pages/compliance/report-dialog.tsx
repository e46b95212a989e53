import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { complianceText } from '../../messages/compliance.ts';
import { uiText } from '../../messages/ui.ts';
import { useMay } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { FRAMEWORKS, type FrameworkId } from './compliance-search.ts';
import { useRequest } from './use-request.ts';

const dayMs = 86_400_000;
const DAYS = { '30d': 30, '90d': 90, '365d': 365 } as const;
type Period = keyof typeof DAYS;
type About = 'installation' | 'organization';

/** Has a signed report made of a framework and a period, and stays until it is there. */
export default function ReportDialog({ onClose }: { onClose: () => void }) {
  const maySeeAll = useMay('platform:read');
  const [framework, setFramework] = useState<FrameworkId>('soc2');
  const [period, setPeriod] = useState<Period>('30d');
  const [about, setAbout] = useState<About>(maySeeAll ? 'installation' : 'organization');
  const { ask, isBusy } = useRequest({
    send: () => {
      const body = { framework, about, fromMs: Date.now() - DAYS[period] * dayMs };
      return answerOf(api.POST('/api/v1/compliance/reports', { body: { ...body, isFresh: true } }));
    },
    done: complianceText.made,
    failed: complianceText.makeFailed,
    onEnd: onClose,
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={complianceText.makeReport}
      description={complianceText.makeText}
      footer={
        <>
          <Button onClick={onClose}>{uiText.cancel}</Button>
          <Button tone="primary" isBusy={isBusy} onClick={() => ask()}>
            {isBusy ? complianceText.making : complianceText.make}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={complianceText.framework}>
          {({ id }) => (
            <Select
              id={id}
              value={framework}
              options={FRAMEWORKS.map((value) => ({ value, label: complianceText.frameworks[value] }))}
              onChange={setFramework}
            />
          )}
        </Field>
        <Choice label={complianceText.periodLength}>
          <Segmented
            label={complianceText.periodLength}
            value={period}
            options={(Object.keys(DAYS) as Period[]).map((value) => ({ value, label: complianceText.periods[value] }))}
            onChange={setPeriod}
          />
        </Choice>
        {maySeeAll && (
          <Choice label={complianceText.about}>
            <Segmented
              label={complianceText.about}
              value={about}
              options={[
                { value: 'installation', label: complianceText.aboutInstallation },
                { value: 'organization', label: complianceText.aboutOrganization },
              ]}
              onChange={setAbout}
            />
          </Choice>
        )}
      </div>
    </Dialog>
  );
}

function Choice({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm font-medium">{label}</span>
      <div className="overflow-x-auto">{children}</div>
    </div>
  );
}
