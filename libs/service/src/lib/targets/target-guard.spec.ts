import { checkTarget, guardedLookup, isPublicAddress, TargetRefusedError } from './target-guard.ts';

describe('targets', () => {
  it.each([
    ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1'],
    ...['255.255.255.255', '192.0.2.1', '::1', '::', 'fe80::1', 'fc00::1', 'fd12::1', '::ffff:127.0.0.1', 'ff02::1'],
    ...['::7f00:1', '::127.0.0.1', '::ffff:0:127.0.0.1', '64:ff9b:1::7f00:1', 'fec0::1', '4000::1', '198.18.0.1'],
    ...['::ffff:10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:0:1::', '2001:db8::1', 'not an address', ''],
  ])('%p is not public', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(['1.1.1.1', '8.8.8.8', '2606:4700:4700::1111', '::ffff:1.1.1.1'])('%p is public', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ...['http://example.org/', 'https://127.0.0.1/', 'https://2130706433/', 'https://0x7f.1/', 'https://[::1]/'],
    ...['https://[::7f00:1]/', 'https://0177.0.0.1/', 'https://127.1/', 'https://①②⑦.0.0.1/', 'https://[fd00::1]:1/'],
    ...['https://[::ffff:7f00:1]/', 'https://user:pw@example.org/', 'ftp://example.org/', 'https://10.0.0.1:8443/x'],
  ])('%s is refused', (text) => expect(() => checkTarget(new URL(text), false)).toThrow(TargetRefusedError));

  it('lets the inside be reached where the operator said so, but no credentials in an address', () => {
    checkTarget(new URL('http://127.0.0.1:8080/'), true);
    expect(() => checkTarget(new URL('http://u:p@127.0.0.1/'), true)).toThrow(TargetRefusedError);
    checkTarget(new URL('https://hooks.example.org/x'), false);
  });

  it('refuses a name that leads inside', async () => {
    const error = await new Promise((resolve) => guardedLookup('localhost', {}, resolve));
    expect(error).toBeInstanceOf(TargetRefusedError);
  });
});
