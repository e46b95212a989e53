import { findChainFault, recordHash, type AuditRecord } from './audit-record.ts';

function chain(length: number): { text: string; hash: string }[] {
  const entries: { text: string; hash: string }[] = [];
  for (let seq = 1; seq <= length; seq++) {
    const previous = entries.at(-1)?.hash ?? '';
    const record: AuditRecord = { seq, atMs: seq, kind: 'users_applied', detail: {}, previous };
    const text = JSON.stringify(record);
    entries.push({ text, hash: recordHash(text) });
  }
  return entries;
}

describe('audit chain', () => {
  it('is whole as it was written, also when its beginning was dropped', () => {
    expect(findChainFault(chain(5))).toBeNull();
    expect(findChainFault(chain(5).slice(2))).toBeNull();
    expect(findChainFault([])).toBeNull();
  });

  it('shows a changed byte, also one whose hash was made to fit', () => {
    const entries = chain(4);
    const changed = { ...entries[1], text: entries[1]?.text.replace('"atMs":2', '"atMs":3') ?? '' };
    expect(findChainFault(entries.with(1, { text: changed.text, hash: changed.hash ?? '' }))).toEqual({
      seq: 2,
      reason: 'changed',
    });
    const fitted = { text: changed.text, hash: recordHash(changed.text) };
    expect(findChainFault(entries.with(1, fitted))).toEqual({ seq: 3, reason: 'changed' });
  });

  it('shows a missing record and an unreadable one', () => {
    expect(findChainFault(chain(4).toSpliced(2, 1))).toEqual({ seq: 3, reason: 'missing' });
    expect(findChainFault(chain(4).with(3, { text: '{', hash: '' }))).toEqual({ seq: 4, reason: 'unreadable' });
  });
});
