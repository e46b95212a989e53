const heads = [
  ...['<13>1 2026-11-22T10:00:00Z h app 1 ID - ', '<13>1 - - - - - - ', '<13>Nov 22 10:00:00 h sshd[1]: ', '<13>'],
  ...['<13>1 2026-11-22T10:00:00.1+02:00 h a - - [a@1 k="v\\"]"][redoubt@32473 key="rk_x"] ', 'Nov 22 10:00:00 h '],
  ...['', '<999>', '<', '<13>1 ', '<13>Nov 31 10:00:00 h p: ', '<34>2026-11-22T10:00:00Z h p: '],
];
const bodies = [
  ...['Failed password for root from 203.0.113.9 port 22 ssh2', 'CEF:0|a|b|c|d|e|5|src=203.0.113.9 msg=x\\=y act=z'],
  ...[
    'LEEF:2.0|V|P|2|x|^|src=203.0.113.9^sev=9',
    '{"eventType":"x","user":{"name":"u"},"n":[1,{"a":"b"}]}',
    'a=1 b="2" c=3',
  ],
  ...[
    'type=USER_LOGIN msg=audit(1700000000.123:4): msg=\'acct="root" res=failed\'',
    'message repeated 3 times: [ x]',
    '',
  ],
  ...[
    '2026/11/22 10:00:00 [error] 1#1: *3 x, client: 203.0.113.9',
    '@cee: {"a":1}',
    'plain text',
    '5 <13>x',
    '\ufeffä€😀',
  ],
];
/** What is put into messages. */
const bytes = [...'<>[]"\\|={} \t\0', ...'09:%\xff€\r'];

/** Makes syslog messages out of good ones, the same for the same numbers. */
export function messageMaker(random: () => number) {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const mutated = (text: string): string => {
    const chars = [...text];
    for (let left = 1 + Math.floor(random() ** 3 * 5); left > 0; left -= 1) {
      const at = Math.floor(random() * (chars.length + 1));
      const kind = random();
      if (kind < 0.4) chars.splice(at, 0, pick(bytes));
      else if (kind < 0.7) chars.splice(at, 1 + Math.floor(random() * 4));
      else chars[at] = pick(bytes);
    }
    return chars.join('');
  };
  const message = (): Buffer => {
    const text = mutated(pick(heads) + pick(bodies) + (random() < 0.02 ? 'x'.repeat(2_000) : ''));
    return Buffer.from(text, random() < 0.05 ? 'latin1' : 'utf8');
  };
  const chunks = (whole: Buffer): Buffer[] => {
    const parts: Buffer[] = [];
    for (let at = 0; at < whole.length;) {
      const size = 1 + Math.floor(random() ** 4 * 4_000);
      parts.push(whole.subarray(at, at + size));
      at += size;
    }
    return parts;
  };
  return { pick, message, chunks };
}
