import { isIpAddress } from '@redoubt/contracts';
import { writeInet } from './inet-binary.ts';

function binaryOf(text: string): string {
  const target = Buffer.alloc(20, 0xee);
  return target.subarray(0, writeInet(target, 0, text)).toString('hex');
}

describe('writeInet', () => {
  test.each([
    ['203.0.113.7', '02200004cb007107'],
    ['0.0.0.0', '0220000400000000'],
    ['255.255.255.255', '02200004ffffffff'],
    ['::', '03800010' + '0'.repeat(32)],
    ['::1', '03800010' + '0'.repeat(31) + '1'],
    ['2001:db8::', '0380001020010db8' + '0'.repeat(24)],
    ['2001:DB8:0:1:2:3:4:5', '0380001020010db8000000010002000300040005'],
    ['2001:db8::8:800:200c:417a', '0380001020010db80000000000080800200c417a'],
    ['::ffff:203.0.113.7', '0380001000000000000000000000ffffcb007107'],
    ['64:ff9b::192.0.2.33', '038000100064ff9b0000000000000000c0000221'],
  ])('%s', (text, expected) => {
    expect(binaryOf(text)).toBe(expected);
  });

  const bad = [
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1..2.3',
    '1.2.3.4 ',
    'a.b.c.d',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    '::g',
    'fe80::1%eth0',
    '::1.2.3.256',
    '1.2.3.4::',
    '1:2:3:4:5:6:1.2.3.4:7',
    '1:2:3:4:5:1.2.3.4:6',
    '::1.2.3.4:1',
  ];
  test.each(bad)('refuses %j', (text) => {
    expect(binaryOf(text)).toBe('');
    expect(isIpAddress(text)).toBe(false);
  });
});
