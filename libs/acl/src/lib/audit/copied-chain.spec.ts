import { recordHash, type AuditEntry } from './audit-record.ts';
import { CopiedChain } from './copied-chain.ts';

interface Row {
  text: string;
  hash: string;
}

function chainOf(...entries: readonly Partial<AuditEntry>[]): Row[] {
  let previous = '';
  return entries.map((entry, index) => {
    const text = JSON.stringify({ seq: index + 1, atMs: 0, kind: 'request', detail: {}, ...entry, previous });
    previous = recordHash(text);
    return { text, hash: previous };
  });
}

function faultOf(rows: readonly Row[]): string | null {
  const chain = new CopiedChain();
  for (const row of rows) {
    const fault = chain.take(row);
    if (fault) return `${fault.seq} ${fault.reason}`;
  }
  const hole = chain.hole();
  return hole && `${hole.seq} ${hole.reason}`;
}

describe('the copy of the chain', () => {
  const whole = chainOf({}, {}, {}, {});
  const at = (...places: number[]): Row[] => places.map((place) => whole[place] as Row);

  it('is whole from wherever it begins', () => {
    expect(faultOf(whole)).toBeNull();
    expect(faultOf(at(1, 2, 3))).toBeNull();
    expect(faultOf([])).toBeNull();
  });

  it('shows what was changed, taken out or never was a record', () => {
    const [first] = at(0) as [Row];
    expect(faultOf([first, { ...(whole[1] as Row), text: (whole[1] as Row).text.replace('request', 'spike') }])).toBe(
      '2 changed',
    );
    expect(faultOf(at(0, 2, 3))).toBe('2 missing');
    expect(faultOf([first, { text: 'x', hash: recordHash('x') }])).toBe('2 unreadable');
  });

  it('may have the holes that were recorded, and go on earlier after a failover', () => {
    const gap = { kind: 'log_gap', detail: { what: 'audit archive', lastSeq: 1 } } as const;
    const recorded = chainOf({}, {}, {}, gap);
    expect(faultOf([recorded[0], recorded[2], recorded[3]] as Row[])).toBeNull();
    const other = chainOf({}, { kind: 'spike' });
    expect(faultOf([...at(0, 1, 2), other[1] as Row])).toBeNull();
  });
});
