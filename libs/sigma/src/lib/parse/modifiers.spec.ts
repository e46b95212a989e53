import { itemRule, itemText, leavesOf, matches } from '../../testing/rule-texts.ts';

const textsOf = (key: string, value: unknown): string[] =>
  leavesOf(itemText(key, value)).flatMap(({ patterns }) =>
    patterns.map((one) => ('text' in one ? one.text : one.kind)),
  );

describe('windash', () => {
  it('writes an option with every dash', () => {
    expect(textsOf('F|windash', '-enc')).toEqual(['-enc', '/enc', '–enc', '—enc', '―enc']);
  });

  it('makes all permutations', () => {
    expect(textsOf('F|windash|contains', ' -a /b')).toHaveLength(25);
    expect(matches(itemText('F|windash|contains', ' -a /b'), { F: 'x /a —b' })).toBe(true);
  });

  it('leaves dashes inside words and before none', () => {
    expect(textsOf('F|windash', 'param-name - x')).toEqual(['param-name - x']);
  });

  it('keeps wildcards', () => {
    expect(textsOf('F|windash', '-a*')).toEqual(['-a', '/a', '–a', '—a', '―a']);
  });

  it('may stand before and behind contains and all', () => {
    const [first, second] = leavesOf(itemText('F|contains|all|windash', ['-a', 'b']));
    expect(first?.patterns).toHaveLength(5);
    expect(second?.patterns).toHaveLength(1);
  });
});

describe('base64', () => {
  it('encodes the text', () => {
    expect(textsOf('F|base64', 'foobar')).toEqual(['zm9vymfy']);
    expect(leavesOf(itemText('F|base64|cased', 'foobar'))[0]?.patterns).toEqual([
      { kind: 'text', test: 'equals', text: 'Zm9vYmFy', isCased: true },
    ]);
  });

  it('encodes escaped wildcards as characters', () => {
    expect(leavesOf(itemText('F|base64|cased', '\\*'))[0]?.patterns).toMatchObject([{ text: 'Kg==' }]);
  });

  it('knows three offsets', () => {
    const texts = leavesOf(itemText('F|base64offset|contains|cased', '/bin/bash'))[0]?.patterns;
    expect(texts).toMatchObject([{ text: 'L2Jpbi9iYXNo' }, { text: '9iaW4vYmFza' }, { text: 'vYmluL2Jhc2' }]);
  });

  it.each(['foobar', 'a', 'ab', 'grüße', '🙂', 'http://'])('finds %j wherever it is encoded', (needle) => {
    for (const before of ['', 'x', 'xy', 'xyz', 'long text ']) {
      for (const after of ['', 'q', 'qr', 'qrs']) {
        const encoded = Buffer.from(before + needle + after).toString('base64');
        if (needle.length < 2) continue;
        expect(matches(itemText('F|base64offset|contains', needle), { F: encoded })).toBe(true);
      }
    }
  });

  it('goes by bytes after wide', () => {
    const encoded = Buffer.from('xxping', 'utf16le').toString('base64');
    expect(matches(itemText('F|wide|base64offset|contains', 'ping'), { F: encoded })).toBe(true);
    expect(
      matches(itemText('F|utf16le|base64offset|contains', 'grüße'), {
        F: Buffer.from('grüße', 'utf16le').toString('base64'),
      }),
    ).toBe(true);
  });

  it('puts a byte order mark before utf16', () => {
    const encoded = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('ab', 'utf16le')]).toString('base64');
    expect(matches(itemText('F|utf16|base64', 'ab'), { F: encoded })).toBe(true);
    expect(matches(itemText('F|utf16be|base64', 'ab'), { F: Buffer.from('\0a\0b').toString('base64') })).toBe(true);
  });
});

describe('wide texts', () => {
  it.each([
    ['F|wide', 'a\0b\0'],
    ['F|utf16le', 'a\0b\0'],
    ['F|utf16be', '\0a\0b'],
    ['F|utf16', '\ufeffa\0b\0'],
  ])('%s', (key, text) => {
    expect(textsOf(key, 'ab')).toEqual([text]);
  });
});

describe('expand', () => {
  const placeholders = { admins: ['root', 'adm_*'], hosts: ['h1', 'h2'], port: [22], 'DC-NAME$': [] };

  it('takes the values of the organisation', () => {
    expect(matches("F|expand: '%admins%'", { F: 'ROOT' }, placeholders)).toBe(true);
    expect(matches("F|expand: '%admins%'", { F: 'adm_eve' }, placeholders)).toBe(true);
    expect(matches("F|expand: '%port%'", { F: 22 }, placeholders)).toBe(true);
  });

  it('multiplies several placeholders in one value', () => {
    expect(leavesOf("F|expand: '%admins%@%hosts%'", placeholders)[0]?.patterns).toHaveLength(4);
  });

  it('goes with other modifiers on either side', () => {
    expect(matches("F|expand|contains: '%hosts%'", { F: 'xh2x' }, placeholders)).toBe(true);
    expect(matches("F|contains|expand: '%hosts%'", { F: 'xh2x' }, placeholders)).toBe(true);
    expect(matches("F|re|expand: '^%hosts%$'", { F: 'h2' }, placeholders)).toBe(true);
    expect(matches("F|cidr|expand: '%net%'", { F: '10.1.1.1' }, { net: ['10.0.0.0/8'] })).toBe(true);
  });

  it('takes an escaped percent sign, and any without the modifier, as it is', () => {
    expect(matches("F|expand: '\\%admins\\%'", { F: '%admins%' }, placeholders)).toBe(true);
    expect(matches("F: '%COMSPEC%'", { F: '%comspec%' })).toBe(true);
  });

  it.each(['%unknown%', 'x%DC-MACHINE-NAME%', '%constructor%'])('refuses %s without values', (value) => {
    expect(() => itemRule(`F|expand: '${value}'`)).toThrow('unresolved_placeholder');
  });
});
