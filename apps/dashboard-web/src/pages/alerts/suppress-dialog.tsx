import type { Alert, SuppressionMatcher } from '@redoubt/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { textOf } from '../../api/api-error.ts';
import { answerOf, api } from '../../api/client.ts';
import { alertsText, suppressText } from '../../messages/alerts.ts';
import { uiText } from '../../messages/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, TextArea } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { say, sayError } from '../../ui/toast.ts';
import { DURATIONS_MS, firstChoice, matchersOf, scopesOf, type Duration } from './suppression-draft.ts';

const DURATIONS = Object.keys(DURATIONS_MS) as Duration[];

/** Makes a suppression from an alert, and shows what it would have hidden before it can be saved. */
export default function SuppressDialog({ alert, onClose }: { alert: Alert; onClose: () => void }) {
  const client = useQueryClient();
  const scopes = scopesOf(alert);
  const [chosen, setChosen] = useState(() => firstChoice(scopes));
  const [reason, setReason] = useState('');
  const [duration, setDuration] = useState<Duration>('24h');
  const matchers = matchersOf(scopes, chosen);
  const preview = usePreview(matchers);
  const save = useMutation({
    mutationFn: () => {
      const expiresAtMs = Date.now() + DURATIONS_MS[duration];
      return answerOf(api.POST('/api/v1/suppressions', { body: { matchers, reason: reason.trim(), expiresAtMs } }));
    },
    onSuccess: ({ isInForce }) => {
      say(suppressText.done, isInForce ? {} : { detail: suppressText.later });
      onClose();
    },
    onError: (error) => sayError(alertsText.failed.suppress, error),
    onSettled: () => client.invalidateQueries({ queryKey: ['suppressions'] }),
  });
  const isReady = matchers.length > 0 && reason.trim() !== '' && preview.isSuccess;
  const toggle = (id: string, isOn: boolean): void => {
    const next = new Set(chosen);
    if (isOn) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <Dialog
      isOpen
      width="md"
      onClose={onClose}
      title={suppressText.title}
      description={suppressText.intro}
      footer={
        <>
          <Button onClick={onClose}>{uiText.cancel}</Button>
          <Button tone="primary" disabled={!isReady} isBusy={save.isPending} onClick={() => save.mutate()}>
            {suppressText.save}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <fieldset>
          <legend className="mb-1.5 text-sm font-medium">{suppressText.scope}</legend>
          <div className="flex flex-col gap-1">
            {scopes.map(({ id, field, shown }) => (
              <Checkbox key={id} isChecked={chosen.has(id)} onChange={(isOn) => toggle(id, isOn)}>
                <span className="w-32 shrink-0 text-muted">{suppressText.fields[field]}</span>
                <span className="code min-w-0 truncate">{shown}</span>
              </Checkbox>
            ))}
          </div>
        </fieldset>
        <Preview matchers={matchers} {...preview} />
        <Field label={suppressText.reason} hint={suppressText.reasonHint}>
          {(ids) => (
            <TextArea
              {...ids}
              rows={2}
              maxLength={1_024}
              required
              placeholder={suppressText.reasonPlaceholder}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <div className="flex flex-col gap-1.5">
          <span className="text-sm font-medium">{suppressText.until}</span>
          <div className="overflow-x-auto">
            <Segmented
              label={suppressText.until}
              value={duration}
              options={DURATIONS.map((value) => ({ value, label: suppressText.durations[value] }))}
              onChange={setDuration}
            />
          </div>
        </div>
      </div>
    </Dialog>
  );
}

function usePreview(matchers: readonly SuppressionMatcher[]) {
  return useQuery({
    queryKey: ['suppressions', 'preview', matchers],
    queryFn: ({ signal }) =>
      answerOf(api.POST('/api/v1/suppressions/preview', { body: { matchers: [...matchers], days: 7 }, signal })),
    enabled: matchers.length > 0,
  });
}

type PreviewProps = { matchers: readonly SuppressionMatcher[] } & ReturnType<typeof usePreview>;

function Preview({ matchers, data, error, isFetching }: PreviewProps) {
  return (
    <div role="status" className="flex min-h-12 items-center rounded-md border border-line bg-sunken px-3 py-2 text-sm">
      {matchers.length === 0 ? (
        <span className="text-medium">{suppressText.nothing}</span>
      ) : isFetching || (!data && !error) ? (
        <span className="flex items-center gap-2 text-muted">
          <Spinner />
          {suppressText.previewing}
        </span>
      ) : data ? (
        <span>
          {data.hiddenCount === 0
            ? suppressText.wouldHideNone(data.alertCount)
            : suppressText.wouldHide(data.hiddenCount, data.alertCount)}
          {!data.isWhole && <span className="text-muted"> {suppressText.notWhole}</span>}
        </span>
      ) : (
        <span className="text-critical">{textOf(error)}</span>
      )}
    </div>
  );
}
