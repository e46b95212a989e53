import { ConfigError, PermanentError, RetryableError } from '@redoubt/contracts';
import { OutcomeUnknownError, RedisReplyError, RedisUnavailableError } from '@redoubt/redis';
import { CliError } from './cli-error.ts';
import { explainError } from './explain-error.ts';

const sqlError = (code: string): Error =>
  new RetryableError(`connect: said no (SQLSTATE ${code})`, { cause: Object.assign(new Error('said no'), { code }) });

describe('what went wrong', () => {
  it.each([
    [new CliError(7, 'it is there'), 7],
    [new ConfigError('bad configuration'), 2],
    [new PermanentError('there is no organisation "x"'), 2],
    [new RedisUnavailableError('no node answers'), 6],
    [new RedisUnavailableError('no node answers; last: WRONGPASS invalid'), 5],
    [new OutcomeUnknownError('timed out'), 6],
    [new RedisReplyError('noperm', 'NOPERM this user'), 5],
    [new RedisReplyError('noauth', 'NOAUTH'), 5],
    [new RedisReplyError('oom', 'OOM command not allowed'), 6],
    [new RedisReplyError('nogroup', 'NOGROUP'), 7],
    [new RedisReplyError('other', 'ERR'), 1],
    [sqlError('28P01'), 5],
    [sqlError('42501'), 5],
    [sqlError('57014'), 8],
    [sqlError('42P01'), 7],
    [sqlError('3D000'), 6],
    [sqlError('53300'), 6],
    [new RetryableError('connect: connect ECONNREFUSED 127.0.0.1:1'), 6],
    [new Error('surprise'), 1],
    ['thrown text', 1],
  ])('%p ends with %i', (thrown, exitCode) => expect(explainError(thrown).exitCode).toBe(exitCode));

  it('says what to check', () => {
    expect(explainError(new RedisUnavailableError('no node answers')).hints.join('\n')).toContain('REDIS_NODES');
    expect(explainError(sqlError('57014')).hints).toEqual(['narrow the time range or the filters']);
  });

  it('names the server that cannot be reached', () => {
    const { message } = explainError(new RetryableError('connect: connect ECONNREFUSED 127.0.0.1:1'));
    expect(message).toBe('PostgreSQL cannot be reached: connect ECONNREFUSED 127.0.0.1:1');
  });
});
