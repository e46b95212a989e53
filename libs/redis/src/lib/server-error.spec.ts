import {
  isDefiniteRefusal,
  redirectTarget,
  serverErrorKind,
  SERVER_ERROR_KINDS,
  type ServerErrorKind,
} from './server-error.ts';

describe('serverErrorKind', () => {
  it.each<[string, ServerErrorKind]>([
    ['MOVED 3999 127.0.0.1:6381', 'moved'],
    ['ASK 3999 127.0.0.1:6381', 'ask'],
    ['TRYAGAIN Multiple keys request during rehashing of slot', 'tryagain'],
    ['CLUSTERDOWN Hash slot not served', 'clusterdown'],
    ['LOADING Redis is loading the dataset in memory', 'loading'],
    ['MASTERDOWN Link with MASTER is down', 'loading'],
    ["READONLY You can't write against a read only replica.", 'readonly'],
    ['NOSCRIPT No matching script. Please use EVAL.', 'noscript'],
    ["OOM command not allowed when used memory > 'maxmemory'.", 'oom'],
    ["OOM command not allowed when used memory > 'maxmemory'. script: 0a1b, on @user_script:3.", 'oom'],
    ['-OOM command not allowed', 'oom'],
    ['ERR -OOM command not allowed', 'oom'],
    ['NOREPLICAS Not enough good replicas to write.', 'noreplicas'],
    ["NOPERM this user has no permissions to run the 'set' command", 'noperm'],
    ["ERR The user executing the script can't run this command or subcommand script: 0a1b", 'noperm'],
    ["ERR ACL failure in script: User reader has no permissions to run the 'set' command", 'noperm'],
    ['NOAUTH Authentication required.', 'noauth'],
    ['WRONGPASS invalid username-password pair or user is disabled.', 'noauth'],
    ["NOGROUP No such key 'x' or consumer group 'g'", 'nogroup'],
    ['WRONGTYPE Operation against a key', 'other'],
    ['ERR syntax error', 'other'],
    ['ERR MOVEDX', 'other'],
    ['BUSYGROUP Consumer Group name already exists', 'other'],
    ['CONSTRUCTOR x', 'other'],
    ['', 'other'],
  ])('reads %j as %s', (message, kind) => {
    expect(serverErrorKind(message)).toBe(kind);
    expect(SERVER_ERROR_KINDS).toContain(kind);
  });

  it('knows which refusals mean that nothing was executed', () => {
    expect(SERVER_ERROR_KINDS.filter(isDefiniteRefusal)).toEqual([
      ...['moved', 'ask', 'tryagain', 'clusterdown', 'loading', 'readonly', 'noscript'],
    ]);
  });
});

describe('redirectTarget', () => {
  it.each([
    ['MOVED 3999 127.0.0.1:6381', '127.0.0.1:6381'],
    ['ASK 0 redis-2.example:6379', 'redis-2.example:6379'],
    ['MOVED 1 ::1:6379', '::1:6379'],
    ['MOVED 1 :6379', null],
    ['MOVED 1', null],
    ['TRYAGAIN 1 a:1', null],
    ['ERR MOVED 1 a:1', null],
  ])('finds in %j the node %j', (message, node) => {
    expect(redirectTarget(message)).toBe(node);
  });
});
