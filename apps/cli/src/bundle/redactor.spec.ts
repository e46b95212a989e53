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
    ['-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----\nrest', '********\nrest'],
  ])('hides what looks like a secret: %s', (text, expected) => {
    expect(redactor().text(text)).toBe(expected);
  });

  it.each([
    'redoubt_credential_age_seconds{user="db-writer"} 12',
    'api_key_verifications_total 4',
    'used_memory_human:2.00M',
    'the token bucket of 3 organisations is empty',
  ])('leaves alone what is none: %s', (text) => {
    expect(redactor().text(text)).toBe(text);
  });

  it('gives the same name the same pseudonym', () => {
    const one = redactor([], true, ['redis-0.prod.example', '10.1.2.3']);
    const text =
      '10.1.2.3 to redis-0.prod.example and 10.1.2.4, again 10.1.2.3; 127.0.0.1; ann@example.com; 2001:db8::1';
    expect(one.text(text)).toBe('<ip-1> to <host-1> and <ip-2>, again <ip-1>; 127.0.0.1; <mail-1>; <ip-3>');
    expect(one.text('6f1c9d5e-3b1a-4c8e-9a77-0d2f5b8c4e11 10.1.2.4')).toBe('<id-1> <ip-2>');
  });
});
