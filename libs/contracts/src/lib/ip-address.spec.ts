import { isIP } from 'node:net';
import fc from 'fast-check';
import { isIpAddress } from './ip-address.ts';

/** Texts that are addresses, nearly are, or look a little like them. */
const nearlyAddress = fc
  .array(
    fc.constantFrom('0', '1', '9', '10', '127', '255', '256', 'a', 'ff', 'FFFF', '12345', '.', ':', '::', 'g', ' '),
    {
      maxLength: 20,
    },
  )
  .map((parts) => parts.join(''));
const v4 = fc.tuple(fc.nat(256), fc.nat(256), fc.nat(256), fc.nat(256)).map((parts) => parts.join('.'));
const groups = fc
  .array(fc.stringMatching(/^[0-9a-fA-F]{1,4}$/), { maxLength: 9 })
  .chain((list) => fc.nat(list.length).map((at) => `${list.slice(0, at).join(':')}::${list.slice(at).join(':')}`));

describe('isIpAddress', () => {
  it.each([
    ...['0.0.0.0', '255.255.255.255', '203.0.113.7', '::', '::1', '2001:db8::1', 'FE80::A', '1:2:3:4:5:6:7:8'],
    ...[
      '::ffff:192.0.2.1',
      '64:ff9b::192.0.2.33',
      '1:2:3:4:5:6:192.0.2.1',
      '1::8',
      '::2:3:4:5:6:7:8',
      '1:2:3:4:5:6:7::',
    ],
  ])('knows %s', (text) => {
    expect(isIpAddress(text)).toBe(true);
  });

  it.each([
    ...[
      '',
      ' ',
      '1.2.3',
      '1.2.3.4.5',
      '1.2.3.256',
      '01.2.3.4',
      '1.2.3.4 ',
      '1.2.3.4/24',
      '1.2.3.4:80',
      '[::1]',
      ':',
      ':::',
    ],
    ...[
      '1::2::3',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1:2:3:4:5:6:7::8',
      '12345::',
      'g::',
      '192.0.2.1::',
      '::192.0.2',
    ],
    ...[
      '::192.0.2.1:1',
      ':1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:',
      '0x7f.1',
      '2130706433',
      'localhost',
      `${'0'.repeat(40)}::1`,
    ],
  ])('refuses %j', (text) => {
    expect(isIpAddress(text)).toBe(false);
  });

  it('refuses an address with a zone, which means something on one machine only', () => {
    expect(isIP('fe80::1%eth0')).toBe(6);
    expect(isIpAddress('fe80::1%eth0')).toBe(false);
  });

  it('agrees with Node on everything else', () => {
    const text = fc.oneof(nearlyAddress, v4, groups, fc.ipV4(), fc.ipV6(), fc.string()).filter((t) => !t.includes('%'));
    fc.assert(
      fc.property(text, (t) => expect({ t, is: isIpAddress(t) }).toEqual({ t, is: isIP(t) !== 0 })),
      { numRuns: 3_000 },
    );
  });
});
