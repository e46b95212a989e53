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

  it.each([
    ...[
      'authorization',
      'password',
      'secret',
      'apiKey',
      'token',
      'cookie',
      'set-cookie',
      'x-api-key',
      'Proxy-Authorization',
    ],
    ...[
      'smtpPassword',
      'REDIS_PASSWORD',
      'secretAccessKey',
      'client_secret',
      'tokens',
      'credentials',
      'csrfToken',
      'pass',
      'pwd',
    ],
  ])('hides %s at every depth, in arrays and errors too', (field) => {
    const { log, lines } = capture();
    const secret = { [field]: 'hunter2' };
    const deep = { a: { b: [{ c: { d: [[secret]] } }] } };
    const err = Object.assign(new Error('refused'), { config: { headers: secret } });
    log.child({ ...secret, kept: { ...secret } }).info({ ...secret, deep, err, inner: { err, list: [err] } }, 'seen');
    expect(lines.join('')).not.toContain('hunter2');
    expect(lines.join('').match(/\[redacted\]/g)).toHaveLength(7);
  });

  it.each([
    ['postgres://redoubt:hunter2@db:5432/x', 'postgres://redoubt:[redacted]@db:5432/x'],
    [String.raw`amqp://u:hunter2"\x@h/`, 'amqp://u:[redacted]@h/'],
    ['https://h/in?token=hunter2&n=1', 'https://h/in?token=[redacted]&n=1'],
    ['Authorization: Bearer hunter2hunter2hunter2', 'Authorization: Bearer [redacted]'],
    [`rk_0123456789abcdef_${'hunter2'.repeat(6)}A`, 'rk_0123456789abcdef_[redacted]'],
    ['whsec_hunter2hunter2', 'whsec_[redacted]'],
    ['eyJhbGciOiJI.hunter2.hunter2', '[redacted]'],
  ])('hides what looks like a secret in any text: %s', (text, expected) => {
    const { log, lines, last } = capture();
    const err = new Error(`cannot reach ${text}`, { cause: new Error(`because of ${text}`) });
    log.child({ at: text }).warn({ err, [text]: text, list: [[text]] }, text);
    expect(lines.join('')).not.toContain('hunter2');
    expect(last()).toMatchObject({ msg: expected, at: expected, [expected]: expected, list: [[expected]] });
    log.error(err);
    expect(last().msg).toContain(`cannot reach ${expected}`);
    expect(lines.join('')).not.toContain('hunter2');
  });

  it('leaves alone what is none', () => {
    const { log, last } = capture();
    const fields = { hasSecret: true, token: null, secrets: 12, tokenCount: 3, keyId: 'k1', at: new Date(0) };
    log.info({ ...fields, url: 'https://h/x?monkey=1', list: [1, 'Basic words'] }, 'the token bucket is empty');
    expect(last()).toMatchObject({
      ...{ ...fields, at: '1970-01-01T00:00:00.000Z', url: 'https://h/x?monkey=1', list: [1, 'Basic words'] },
      msg: 'the token bucket is empty',
    });
  });

  it('writes a circle, what is too deep and what is too much as far as it goes', () => {
    const { log, last } = capture();
    const circle: Record<string, unknown> = { n: 1 };
    circle.self = circle;
    const broad = Array.from({ length: 5_000 }, () => ({ password: 'hunter2' }));
    log.info({ circle, broad, deep: JSON.parse('{"a":'.repeat(50) + '1' + '}'.repeat(50)) as object }, 'seen');
    expect(last()).toMatchObject({ circle: { n: 1, self: '[cut]' } });
    expect(JSON.stringify(last())).not.toContain('hunter2');
    expect(JSON.stringify(last().deep)).toContain('"[cut]"');
  });

  it('writes of values without end as much as is bounded, and of bytes their number', () => {
    const { log, last, lines } = capture();
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`field${i}`, i]));
    log.info({ buffer: Buffer.alloc(1 << 24), bytes: new Uint8Array(1 << 24) }, 'seen');
    expect(last()).toMatchObject({ buffer: '[16777216 bytes]', bytes: '[16777216 bytes]' });
    for (const fields of [{ wide }, { list: Array.from({ length: 100_000 }, () => 1) }]) log.info(fields, 'seen');
    for (const line of lines) expect(line.length).toBeLessThan(200_000);
    expect(JSON.stringify(last())).toContain('1,"[cut]"]');
  });

  it('never throws, and writes what can be read beside what cannot', () => {
    const { log, last } = capture();
    const fail = (): never => {
      throw new Error('not now');
    };
    const getter = Object.defineProperty({ n: 1 }, 'bad', { get: fail, enumerable: true });
    const err = Object.defineProperty(new Error('boom'), 'config', { get: fail, enumerable: true });
    log.error({ getter, json: { toJSON: fail }, err, list: [1, { toJSON: fail }], n: 2 }, 'failed');
    expect(last()).toMatchObject({ getter: { n: 1, bad: '[unreadable]' }, json: '[unreadable]', n: 2, msg: 'failed' });
    log.child(getter).error(new Proxy({}, { ownKeys: fail }), 'failed');
    expect(last()).toMatchObject({ n: 1, bad: '[unreadable]', fields: '[unreadable]', msg: 'failed' });
  });

  // Each took seconds or more while its time grew with the square of the length.
  it.each(['a://b:', '://', 'Bearer ', '?token=', 'rk_aaaa_', 'eyJabcdef.', 'a-', '\\', '"'])(
    'takes time that grows with the length of a text of %j',
    (part) => {
      const { log, lines } = capture();
      log.info({ text: part.repeat(Math.ceil(200_000 / part.length)) }, 'seen');
      expect(lines).toHaveLength(1);
      expect(() => JSON.parse(lines[0] ?? '') as unknown).not.toThrow();
    },
    2_000,
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
