import { Redactor } from './redactor.ts';

const redactor = (secrets: string[] = [], isPseudonymous = false, hosts: string[] = []): Redactor =>
  new Redactor({ secrets, isPseudonymous, hosts });

describe('a redactor', () => {
  it('hides what it was told of, however it is spelled', () => {
    const secret = 'p@ss "wörd"/1';
    const text = [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret),
      Buffer.from(secret).toString('base64'),
    ].join('\n');
    const one = redactor([secret]);
    const out = one.text(text);
    expect(out.split('\n')).toEqual(['********', '********', '"********"', '********']);
    expect(one.hidden).toBe(4);
    expect(one.holdsSecret(text)).toBe(true);
    expect(one.holdsSecret(out)).toBe(false);
  });

  it.each([
    ['postgres://redoubt:hunter2@db:5432/x', 'postgres://redoubt:********@db:5432/x'],
    ['authorization: Bearer abcdef.123456', 'authorization: Bearer ********'],
    ['rk_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA used', 'rk_0123456789ab_******** used'],
    ['{"password":"a\\"b","user":"ann"}', '{"password":"********","user":"ann"}'],
    ['{\\"apiKey\\":\\"abc\\",\\"n\\":1}', '{\\"apiKey\\":\\"********\\",\\"n\\":1}'],
    ['REDIS_PASSWORD=abc def', 'REDIS_PASSWORD=******** def'],
    ["masterauth='a b' x", 'masterauth=******** x'],
    ['user on #5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8 ~*', 'user on #******** ~*'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', '********'],
    ['AKIAIOSFODNN7EXAMPLE', '********'],
    ['password: S3cr3tPassw0rd!', 'password: ********'],
    ['token: ghp_0123456789abcdefghijABCDEFGHIJ012345', 'token: ********'],
    ['remote https://x/ ghp_0123456789abcdefghijABCDEFGHIJ012345', 'remote https://x/ ghp_********'],
    ['x-api-key: 0123456789', 'x-api-key: ********'],
    ['secretAccessKey: wJalrXUtnFEMI/K7MDENG', 'secretAccessKey: ********'],
    ['Set-Cookie: sid=abc; Path=/; other=def', 'Set-Cookie: ********'],
    ['{"set-cookie":["sid=a]b; Path=/","b=2"],"n":1}', '{"set-cookie":["********"],"n":1}'],
    ['requirepass correct-horse-battery', 'requirepass ********'],
    ['"config" "set" "masterauth" "a b"', '"config" "set" "masterauth" ********'],
    ['user redoubt on >S3cr3tPass >two ~* +@all', 'user redoubt on >******** >******** ~* +@all'],
    ['{"msg":"ACL SETUSER x on >abc +get","n":1}', '{"msg":"ACL SETUSER x on >******** +get","n":1}'],
    ['AUTH default hunter2', 'AUTH ********'],
    ['AUTH hunter2', 'AUTH ********'],
    ['"AUTH" "default" "hunter2"', '"AUTH" ********'],
    ['{"name":"DB_PASSWORD","value":"a b"}', '{"name":"DB_PASSWORD","value":"********"}'],
    ['- name: DB_PASSWORD\n  value: hunter2\n  x: 1', '- name: DB_PASSWORD\n  value: ********\n  x: 1'],
    ['{"tokens":["abc","d]ef"],"n":1}', '{"tokens":["********"],"n":1}'],
    [
      '{"secret":{"token":"abc"},"tokens":[{"cookie":"x"}]}',
      '{"secret":{"token":"********"},"tokens":[{"cookie":"********"}]}',
    ],
    ['{"password":12345678,"n":1}', '{"password":"********","n":1}'],
    ['{"password":"cut off', '{"password":"********"'],
    ["password: 'it is'", 'password: ********'],
    ['redis-cli --password hunter2 ping', 'redis-cli --password ******** ping'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----\nrest', '********\nrest'],
  ])('hides what looks like a secret: %s', (text, expected) => {
    expect(redactor().text(text)).toBe(expected);
  });

  it.each([
    'redoubt_credential_age_seconds{user="db-writer"} 12',
    'api_key_verifications_total 4',
    'used_memory_human:2.00M',
    'redoubt acl revoke <user>: user <name> is gone',
    'NOAUTH Authentication required.',
    '{"hasSecret":true,"token":null,"tokens":[],"credentials":{},"apiKeys":12}',
    'the token bucket of 3 organisations is empty',
  ])('leaves alone what is none: %s', (text) => {
    expect(redactor().text(text)).toBe(text);
  });

  // Each took minutes or more while its time grew with the square of the length.
  it.each([
    ['letters', 'a'],
    ['hex', '0f'],
    ['words', 'a-'],
    ['addresses', 'a://b:'],
    ['names', 'token'],
    ['unfinished values', 'token="'],
    ['unfinished arrays', 'token:["'],
    ['unfinished tokens', 'eyJabcdef'],
    ['variables', 'name:token'],
    ['users', 'user >'],
    ['blanks', 'password '],
    ['spaces', ' '],
  ])(
    'takes no longer per letter for a long line of %s',
    (_, part) => {
      const text = part.repeat(Math.ceil(200_000 / part.length));
      expect(redactor([], true).text(text).length).toBeGreaterThan(0);
    },
    60_000,
  );

  it('gives the same name the same pseudonym', () => {
    const one = redactor([], true, ['redis-0.prod.example', '10.1.2.3']);
    const text =
      '10.1.2.3 to redis-0.prod.example and 10.1.2.4, again 10.1.2.3; 127.0.0.1; ann@example.com; 2001:db8::1';
    expect(one.text(text)).toBe('<ip-1> to <host-1> and <ip-2>, again <ip-1>; 127.0.0.1; <mail-1>; <ip-3>');
    expect(one.text('6f1c9d5e-3b1a-4c8e-9a77-0d2f5b8c4e11 10.1.2.4')).toBe('<id-1> <ip-2>');
  });
});
