import { redisText } from '../../messages/redis.ts';
import { Badge } from '../../ui/badge.tsx';
import type { RedisUser } from './redis-queries.ts';

/** The one thing about a user that matters most. */
export function UserState({ user: { drift, isDeclared, isEnabled, rotation } }: { user: RedisUser }) {
  if (!isDeclared) return <Badge tone="danger">{redisText.undeclared}</Badge>;
  if (drift.length > 0) return <Badge tone="danger">{redisText.drift}</Badge>;
  if (rotation) return <Badge tone="accent">{redisText.rotating(stepText(rotation.step))}</Badge>;
  if (!isEnabled) return <Badge>{redisText.disabled}</Badge>;
  return <Badge tone="good">{redisText.ok}</Badge>;
}

export function stepText(step: string): string {
  return redisText.steps[step] ?? step.replaceAll('_', ' ');
}

export function mayText({ commands, keys }: RedisUser): string {
  return mayAll(commands) ? redisText.mayAll : redisText.mayCount(commands.length, keys.length);
}

export function mayAll(commands: readonly string[]): boolean {
  return commands.length === 1 && commands[0] === 'all';
}
