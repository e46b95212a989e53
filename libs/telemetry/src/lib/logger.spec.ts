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

  it.each(['a\nb', 'a\r\nb', 'a\u2028b', 'x"}\n{"level":"error","msg":"forged"}', '\u001b[2J\u0000'])(
    'lets %j make no line of its own, wherever it stands',
    (text) => {
      const { log, lines } = capture();
      log.child({ [text]: text }).warn({ text, [text]: text, err: new Error(text) }, text);
      expect(lines).toHaveLength(1);
      expect(lines[0]?.trimEnd().split(/[\r\n]/)).toHaveLength(1);
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ app: 'test-app', level: 'warn', msg: text, text });
    },
  );

  it('writes class and stack of an error', () => {
    const { log, last } = capture();
    log.error({ err: new TypeError('boom') }, 'handler_failed');
    expect(last().err).toMatchObject({ type: 'TypeError', message: 'boom' });
  });
});
