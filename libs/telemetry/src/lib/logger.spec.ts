import { createLogger } from './logger.ts';

function capture() {
  const lines: string[] = [];
  const log = createLogger({ app: 'test-app', level: 'info', destination: { write: (line) => void lines.push(line) } });
  return {
    log,
    last: (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? 'null') as Record<string, unknown>,
    lines,
  };
}

describe('createLogger', () => {
  it('writes app, level word, ISO time and the event name', () => {
    const { log, last } = capture();
    log.info({ orgId: 'o-1' }, 'lease_acquired');
    expect(last()).toMatchObject({ app: 'test-app', level: 'info', orgId: 'o-1', msg: 'lease_acquired' });
    expect(last().time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it.each(['authorization', 'password', 'secret', 'apiKey', 'token', 'cookie', 'set-cookie', 'x-api-key'])(
    'hides %s at every depth it looks at',
    (field) => {
      const { log, lines } = capture();
      log.info({ [field]: 'hunter2', a: { [field]: 'hunter2', b: { [field]: 'hunter2' } } }, 'request_seen');
      expect(lines.join('')).not.toContain('hunter2');
      expect(lines.join('').match(/\[redacted\]/g)).toHaveLength(3);
    },
  );

  it('keeps hiding in child loggers', () => {
    const { log, lines } = capture();
    log.child({ component: 'x' }).info({ req: { headers: { authorization: 'hunter2' } } }, 'request_seen');
    expect(lines.join('')).not.toContain('hunter2');
  });

  it('writes class and stack of an error', () => {
    const { log, last } = capture();
    log.error({ err: new TypeError('boom') }, 'handler_failed');
    expect(last().err).toMatchObject({ type: 'TypeError', message: 'boom' });
  });
});
