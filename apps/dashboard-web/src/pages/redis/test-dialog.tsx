import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { textOf } from '../../api/api-error.ts';
import { answerOf, api } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';
import { redisText } from '../../messages/redis.ts';
import { uiText } from '../../messages/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { CheckMark } from './check-mark.tsx';
import { commandWords } from './command-words.ts';

type Verdict = components['schemas']['TestSecurityCommandReply'];

const EXAMPLES = ['PING', 'FLUSHALL', 'CONFIG SET maxmemory 0', 'KEYS *', 'ACL LIST'] as const;

interface TestDialogProps {
  users: readonly string[];
  /** Chosen to begin with. */
  user: string | undefined;
  onClose: () => void;
}

/** Asks every node whether a user may run a command. */
export default function TestDialog({ users, user: given, onClose }: TestDialogProps) {
  const [user, setUser] = useState(given ?? users[0] ?? '');
  const [text, setText] = useState('');
  const words = commandWords(text);
  const formId = useId();
  const test = useMutation({
    mutationFn: (command: string[]) => answerOf(api.POST('/api/v1/security/test', { body: { user, command } })),
  });
  const submit = (): void => {
    if (words !== null && words.length > 0) test.mutate(words);
  };
  const error = words === null ? redisText.testUnclosed : undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={redisText.testTitle}
      description={redisText.testText}
      width="md"
      footer={
        <>
          <Button onClick={onClose}>{uiText.close}</Button>
          <Button type="submit" form={formId} tone="primary" isBusy={test.isPending} disabled={!words?.length}>
            {redisText.test}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label={redisText.testUser}>
          {({ id }) => (
            <Select
              id={id}
              className="w-full"
              value={user}
              options={users.map((value) => ({ value, label: value }))}
              onChange={(next) => {
                setUser(next);
                test.reset();
              }}
            />
          )}
        </Field>
        <Field label={redisText.testCommand} hint={redisText.testHint} error={error}>
          {(ids) => (
            <Input
              {...ids}
              className="code"
              autoFocus
              spellCheck={false}
              maxLength={1_024}
              placeholder={redisText.testPlaceholder}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                test.reset();
              }}
            />
          )}
        </Field>
        <div role="group" aria-label={redisText.testExamples} className="-mt-2 flex flex-wrap gap-1.5">
          {EXAMPLES.map((example) => (
            <Button key={example} size="sm" className="code" onClick={() => setText(example)}>
              {example}
            </Button>
          ))}
        </div>
        <div role="status">
          {test.isError && <p className="text-sm text-critical">{textOf(test.error)}</p>}
          {test.data && <Answer user={user} verdict={test.data} />}
        </div>
      </form>
    </Dialog>
  );
}

function Answer({ user, verdict: { isAllowed, nodes, detail } }: { user: string; verdict: Verdict }) {
  const refused = nodes.filter((node) => !node.isAllowed).length;
  const isPart = !isAllowed && refused > 0 && refused < nodes.length;
  const heading = isAllowed
    ? redisText.allowed(user)
    : isPart
      ? redisText.refusedBySome(refused, nodes.length)
      : redisText.refusedByAll(user);
  return (
    <div className="rounded-md border border-line bg-sunken">
      <p className="flex items-center gap-2 border-b border-line px-3 py-2 text-sm font-medium">
        <CheckMark status={isAllowed ? 'pass' : 'fail'} />
        <span>{heading}</span>
      </p>
      {nodes.length === 0 ? (
        <p className="px-3 py-2 text-sm text-muted">{detail}</p>
      ) : (
        <ul tabIndex={0} aria-label={redisText.testAnswers} className="max-h-56 overflow-y-auto py-1">
          {nodes.map(({ address, isAllowed: isOk, answer }) => (
            <li key={address} className="grid gap-x-3 px-3 py-1 text-xs sm:grid-cols-[150px_minmax(0,1fr)]">
              <span className="code">{address}</span>
              <span className={isOk ? 'text-good' : 'wrap-anywhere text-muted'}>{answer}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
