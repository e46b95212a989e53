import { ConfigError, PermanentError, RetryableError, toError } from '@redoubt/contracts';
import { OutcomeUnknownError, RedisReplyError, RedisUnavailableError, type ServerErrorKind } from '@redoubt/redis';
import { sqlStateOf } from '@redoubt/storage';
import { CliError } from './cli-error.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

/** What a person is told of an error. */
export interface Explanation {
  exitCode: ExitCode;
  message: string;
  hints: readonly string[];
}

const redisHints = [
  'check that its nodes run and that REDIS_NODES names them: redoubt config view',
  'in a checkout, "npm start" starts everything',
];
const databaseHints = ['check that it runs and that DATABASE_URL names it: redoubt config view'];

/** Turns whatever a command ended with into an exit code, one line, and what to check. */
export function explainError(thrown: unknown): Explanation {
  const error = toError(thrown);
  if (error instanceof CliError) return error;
  if (error instanceof ConfigError) return explain(EXIT.usage, error.message, 'redoubt config view shows what is set');
  return explainRedis(error) ?? explainDatabase(error) ?? explainByClass(error);
}

function explain(exitCode: ExitCode, message: string, ...hints: string[]): Explanation {
  return { exitCode, message, hints };
}

const redisReplies: Partial<Record<ServerErrorKind, readonly [ExitCode, string]>> = {
  noauth: [EXIT.notPermitted, 'Redis refused the user or password'],
  noperm: [EXIT.notPermitted, 'the Redis user may not do this'],
  oom: [EXIT.unreachable, 'a Redis master has no memory left for this'],
  noreplicas: [EXIT.unreachable, 'a Redis master has too few replicas to accept writes'],
  nogroup: [EXIT.conflict, 'the stream or its group does not exist'],
  readonly: [EXIT.unreachable, 'a Redis node only takes reads'],
};

function explainRedis(error: Error): Explanation | undefined {
  if (error instanceof RedisUnavailableError) {
    const isRefused = /\b(WRONGPASS|NOAUTH)\b/.test(error.message);
    if (isRefused) return explain(EXIT.notPermitted, `Redis refused the user or password: ${error.message}`);
    return explain(EXIT.unreachable, `Redis cannot be reached: ${error.message}`, ...redisHints);
  }
  if (error instanceof OutcomeUnknownError) {
    const message = `Redis did not answer in time; what was asked may or may not have been done (${error.message})`;
    return explain(EXIT.unreachable, message, ...redisHints);
  }
  if (!(error instanceof RedisReplyError)) return undefined;
  const [exitCode, meaning] = redisReplies[error.kind] ?? [EXIT.unexpected, 'Redis answered with an error'];
  return explain(exitCode, `${meaning}: ${error.message}`);
}

function explainDatabase(error: Error): Explanation | undefined {
  const state = sqlStateOf(error);
  if (state === undefined) return undefined;
  if (state.startsWith('28')) return explain(EXIT.notPermitted, `PostgreSQL refused the login: ${error.message}`);
  if (state === '42501') return explain(EXIT.notPermitted, `the PostgreSQL user may not do this: ${error.message}`);
  if (state === '57014')
    return explain(EXIT.timeout, 'PostgreSQL took too long', 'narrow the time range or the filters');
  if (state === '42P01' || state === '42703') {
    return explain(
      EXIT.conflict,
      'the database does not have this release’s schema',
      'db-writer brings the schema up to date when it starts',
    );
  }
  if (state === '3D000' || /^(08|53|57)/.test(state)) {
    return explain(EXIT.unreachable, `PostgreSQL cannot be used: ${error.message}`, ...databaseHints);
  }
  return undefined;
}

function explainByClass(error: Error): Explanation {
  if (error instanceof PermanentError) return explain(EXIT.usage, error.message);
  if (error instanceof RetryableError) {
    const isConnect = error.message.startsWith('connect: ');
    const message = isConnect ? `PostgreSQL cannot be reached: ${error.message.slice(9)}` : error.message;
    return explain(EXIT.unreachable, message, ...databaseHints);
  }
  return explain(EXIT.unexpected, `unexpected: ${error.message}`, 'add --debug to see where it happened');
}
