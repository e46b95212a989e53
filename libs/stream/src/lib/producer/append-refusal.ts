import { NotReplicatedError, RedisReplyError } from '@redoubt/redis';
import { AppendRefused } from './frame-appender.ts';

/** Why Redis did not take an append, as far as the sender can act on it. */
export type RedisRefusal = 'out_of_memory' | 'not_replicated' | 'unavailable';

const texts: Record<RedisRefusal, string> = {
  out_of_memory: 'the event store has no memory left',
  not_replicated: 'what was sent could not be confirmed on a replica in time',
  unavailable: 'the event store cannot be reached',
};
const retryAfterMs: Record<RedisRefusal, number> = { out_of_memory: 5_000, not_replicated: 2_000, unavailable: 2_000 };

/** What a failed append means for its sender. */
export function appendRefusal(error: Error): AppendRefused & { code: RedisRefusal } {
  const code = codeOf(error);
  return new AppendRefused(code, texts[code], retryAfterMs[code], { cause: error }) as AppendRefused & {
    code: RedisRefusal;
  };
}

function codeOf(error: Error): RedisRefusal {
  if (error instanceof NotReplicatedError) return 'not_replicated';
  if (error instanceof RedisReplyError && error.kind === 'oom') return 'out_of_memory';
  if (error instanceof RedisReplyError && error.kind === 'noreplicas') return 'not_replicated';
  return 'unavailable';
}
