import { RefreshCw, Terminal, Undo2 } from 'lucide-react';
import { formatCount } from '../../format/format-number.ts';
import { redisText } from '../../messages/redis.ts';
import { formatDuration } from '../../time/format-time.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Drawer, DrawerSection, Facts } from '../../ui/drawer.tsx';
import { Moment } from '../../ui/relative-time.tsx';
import type { Acting } from './acting.ts';
import { keyAccess } from './key-access.ts';
import type { RedisUser } from './redis-queries.ts';
import { mayAll, UserState } from './user-state.tsx';

interface UserDrawerProps {
  user: RedisUser | undefined;
  acting: Acting;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onClose: () => void;
}

/** One Redis user: effective permissions, password, drift, and what can be done. */
export default function UserDrawer({ user, acting, onPrevious, onNext, onClose }: UserDrawerProps) {
  return (
    <Drawer
      isOpen={user !== undefined}
      onClose={onClose}
      title={user?.user ?? ''}
      eyebrow={user && <UserState user={user} />}
      onPrevious={onPrevious}
      onNext={onNext}
      footer={user && <Actions user={user} acting={acting} />}
    >
      {user && (
        <>
          <DrawerSection>
            {user.description !== '' && <p className="mb-3 text-sm text-muted">{user.description}</p>}
            <Facts rows={factsOf(user)} />
          </DrawerSection>
          {user.drift.length > 0 && (
            <DrawerSection title={redisText.driftTitle}>
              <ul className="flex flex-col gap-1 text-sm text-critical">
                {user.drift.map((line) => (
                  <li key={line} className="wrap-anywhere">
                    {line}
                  </li>
                ))}
              </ul>
              <p className="mt-2 text-xs text-muted">{redisText.driftFix}</p>
            </DrawerSection>
          )}
          <DrawerSection title={redisText.effective}>
            {mayAll(user.commands) ? (
              <p className="text-sm text-medium">{redisText.effectiveAll}</p>
            ) : (
              <Words words={user.commands} />
            )}
          </DrawerSection>
          <DrawerSection title={redisText.keys}>
            <KeyPatterns keys={user.keys} />
          </DrawerSection>
          <DrawerSection title={redisText.channels}>
            <Words words={user.channels} />
          </DrawerSection>
        </>
      )}
    </Drawer>
  );
}

function Actions({
  user: { user, isDeclared, rotation },
  acting: { test, rotate },
}: {
  user: RedisUser;
  acting: Acting;
}) {
  return (
    <>
      <Button onClick={() => test(user)}>
        <Terminal aria-hidden />
        {redisText.testTitle}
      </Button>
      {rotate && isDeclared && rotation === null && (
        <Button tone="primary" onClick={() => rotate({ action: 'rotate', user })}>
          <RefreshCw aria-hidden />
          {redisText.rotate}
        </Button>
      )}
      {rotate && rotation !== null && !rotation.isBack && (
        <Button onClick={() => rotate({ action: 'rollback', user })}>
          <Undo2 aria-hidden />
          {redisText.rollBack}
        </Button>
      )}
    </>
  );
}

function factsOf({ credentialAgeMs, connections, rotation }: RedisUser) {
  const age = credentialAgeMs === null ? redisText.noAge : redisText.credentialAgeDays(formatDuration(credentialAgeMs));
  const rows: [string, React.ReactNode][] = [
    [redisText.credentialAge, age],
    [redisText.openConnections, formatCount(connections)],
  ];
  if (rotation) {
    rows.push([redisText.rotationSince, <Moment key="r" atMs={rotation.startedAtMs} />]);
    rows.push([redisText.rotationReason, rotation.reason]);
  }
  return rows;
}

function Words({ words }: { words: readonly string[] }) {
  if (words.length === 0) return <p className="text-sm text-muted">{redisText.none}</p>;
  return (
    <ul className="flex flex-wrap gap-1">
      {words.map((word) => (
        <li key={word} className="code rounded-sm border border-line bg-sunken px-1.5 wrap-anywhere">
          {word}
        </li>
      ))}
    </ul>
  );
}

function KeyPatterns({ keys }: { keys: readonly string[] }) {
  if (keys.length === 0) return <p className="text-sm text-muted">{redisText.none}</p>;
  return (
    <ul className="flex flex-col gap-1.5">
      {keys.map((text) => {
        const { pattern, access } = keyAccess(text);
        return (
          <li key={text} className="flex items-start justify-between gap-3">
            <span className="code min-w-0 wrap-anywhere">{pattern}</span>
            <Badge tone={access === 'read' ? 'neutral' : 'accent'}>{redisText.access[access]}</Badge>
          </li>
        );
      })}
    </ul>
  );
}
