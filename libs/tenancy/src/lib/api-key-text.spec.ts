import { generateApiKey, hashSecret, isSecretOf, parseApiKey } from './api-key-text.ts';

describe('API key text', () => {
  test('a generated key is read back and matches its hash only', () => {
    const key = generateApiKey();
    const parsed = parseApiKey(key.text);
    expect(parsed?.id).toBe(key.id);
    expect(parsed?.secret).toHaveLength(32);
    expect(isSecretOf(parsed?.secret ?? Buffer.alloc(0), key.secretHash)).toBe(true);
    expect(isSecretOf(parsed?.secret ?? Buffer.alloc(0), generateApiKey().secretHash)).toBe(false);
    expect(isSecretOf(Buffer.alloc(32), Buffer.alloc(0))).toBe(false);
  });

  test('the hash is SHA-256 of the bytes', () => {
    expect(hashSecret(Buffer.alloc(32)).toString('hex')).toBe(
      '66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925',
    );
  });

  const { text } = generateApiKey();
  test.each([text, `Bearer ${text}`, `bearer  ${text}`, `ApiKey ${text}`, `Splunk ${text}`, ` ${text} `])(
    'reads %s',
    (header) => {
      expect(parseApiKey(header)).not.toBeNull();
    },
  );

  test.each([
    '',
    'Bearer ',
    'Basic abc',
    `Basic ${text}`,
    text.slice(0, -1),
    `${text}A`,
    text.replace('rk_', 'sk_'),
    'rk_short_' + 'A'.repeat(43),
    'rk_{apikey}x0000_' + 'A'.repeat(43),
    'rk_*'.padEnd(60, '*'),
    'x'.repeat(100_000),
  ])('refuses %#', (header) => {
    expect(parseApiKey(header)).toBeNull();
  });
});
