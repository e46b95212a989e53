import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { ApiError, textOf } from '../../api/api-error.ts';
import { answerOf, api } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';
import { editorText } from '../../messages/rules.ts';
import { uiText } from '../../messages/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input, TextArea } from '../../ui/field.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { say, sayError } from '../../ui/toast.ts';
import { ruleQuery } from './rules-query.ts';

type TestReply = components['schemas']['TestRuleReply'];

const hours = 24;
/** In the address: another rule. */
export const NEW_RULE = 'new';

/** Writes a rule: its problems by line, what it would have found, then out with it. */
export default function RuleEditor({ ruleId, onClose }: { ruleId: string; onClose: (publishedId?: string) => void }) {
  const isNew = ruleId === NEW_RULE;
  const { data, isPending } = useQuery({ ...ruleQuery(ruleId), enabled: !isNew });
  if (!isNew && isPending) {
    return (
      <Dialog isOpen width="lg" onClose={() => onClose()} title={editorText.titleEdit}>
        <SkeletonLines count={12} />
      </Dialog>
    );
  }
  return <Editor initial={data?.yaml ?? draft()} isNew={isNew} onClose={onClose} />;
}

/** With an id of its own. */
function draft(): string {
  return editorText.draft.replace('00000000-0000-4000-8000-000000000000', crypto.randomUUID());
}

interface EditorProps {
  initial: string;
  isNew: boolean;
  onClose: (publishedId?: string) => void;
}

function Editor({ initial, isNew, onClose }: EditorProps) {
  const client = useQueryClient();
  const [yaml, setYaml] = useState(initial);
  const [reason, setReason] = useState('');
  const test = useMutation({
    mutationFn: () => answerOf(api.POST('/api/v1/rules/test', { body: { yaml, hours } })),
  });
  const publish = useMutation({
    mutationFn: () => answerOf(api.POST('/api/v1/rules', { body: { yaml, reason: reason.trim() } })),
    onSuccess: ({ ruleId, version }) => {
      say(editorText.published(version));
      onClose(ruleId);
    },
    onError: (error) => sayError(editorText.failed, error),
    onSettled: () => client.invalidateQueries({ queryKey: ['rules'] }),
  });
  const isTested = test.data !== undefined && test.data.problems.every(({ severity }) => severity !== 'error');
  return (
    <Dialog
      isOpen
      width="lg"
      onClose={() => onClose()}
      title={isNew ? editorText.titleNew : editorText.titleEdit}
      description={editorText.intro}
      footer={
        <>
          <Button onClick={() => onClose()}>{uiText.cancel}</Button>
          <Button isBusy={test.isPending} onClick={() => test.mutate()}>
            <FlaskConical aria-hidden />
            {test.isPending ? editorText.testing : editorText.test}
          </Button>
          <Button
            tone="primary"
            isBusy={publish.isPending}
            disabled={!isTested || reason.trim() === ''}
            title={isTested ? undefined : editorText.publishFirst}
            onClick={() => publish.mutate()}
          >
            {editorText.publish}
          </Button>
        </>
      }
    >
      <div className="grid gap-4 md:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex flex-col gap-4">
          <Field label={editorText.yaml}>
            {(ids) => (
              <TextArea
                {...ids}
                rows={20}
                spellCheck={false}
                wrap="off"
                className="code resize-y text-xs leading-5"
                value={yaml}
                onChange={(event) => {
                  setYaml(event.target.value);
                  test.reset();
                }}
              />
            )}
          </Field>
          <Field label={editorText.reason} hint={editorText.reasonHint}>
            {(ids) => (
              <Input {...ids} maxLength={1_024} value={reason} onChange={(event) => setReason(event.target.value)} />
            )}
          </Field>
        </div>
        <div role="status" className="min-w-0">
          {test.data && <TestResult result={test.data} />}
          {test.error && <TestFailed error={test.error} />}
        </div>
      </div>
    </Dialog>
  );
}

function TestFailed({ error }: { error: Error }) {
  return (
    <div className="text-sm text-critical">
      <p>{textOf(error)}</p>
      {error instanceof ApiError && (
        <ul className="mt-1 list-disc pl-5">
          {error.fields.map(({ path, message }) => (
            <li key={`${path} ${message}`}>{`${path} ${message}`}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

const TONES = { error: 'text-critical', warning: 'text-medium', note: 'text-muted' };

function TestResult({ result }: { result: TestReply }) {
  const { problems, matches, events, alertCount, isWhole, tookMs, alerts } = result;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <ul className="flex flex-col gap-1">
        {problems.length === 0 && <li className="text-good">{editorText.noProblem}</li>}
        {problems.map(({ line, message, severity, code }) => (
          <li key={`${line} ${code} ${message}`} className={TONES[severity]}>
            {line !== undefined && <span className="tabular font-medium">{editorText.problemAt(line)}: </span>}
            {message}
          </li>
        ))}
      </ul>
      {problems.every(({ severity }) => severity !== 'error') && (
        <>
          <p>
            {editorText.result(matches, events, alertCount)}{' '}
            <span className="text-muted">{editorText.took(tookMs)}</span>
            {!isWhole && <span className="block text-medium">{editorText.notWhole}</span>}
          </p>
          <ul className="flex flex-col gap-1.5">
            {alerts.map(({ title, severity, count, reason, firstSeenMs }) => (
              <li key={`${title} ${firstSeenMs}`} className="rounded-md border border-line px-2.5 py-1.5">
                <span className="flex items-center gap-2">
                  <SeverityMark severity={severity} />
                  <span className="min-w-0 flex-1 truncate">{title}</span>
                  <span className="tabular text-muted">{editorText.count(count)}</span>
                </span>
                <span className="block text-xs text-muted">{reason}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
