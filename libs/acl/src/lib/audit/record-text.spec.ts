import type { AuditRecord } from './audit-record.ts';
import { plainText, recordText } from './record-text.ts';

const record = (more: Partial<AuditRecord>): AuditRecord => ({
  ...{ seq: 1, atMs: 2, kind: 'login_failed', detail: {}, previous: '' },
  ...more,
});

describe('the text of an audit record', () => {
  it('has no control characters, and names of bounded length', () => {
    const text = recordText(record({ user: 'a\0b', detail: { object: 'x'.repeat(16_000), users: ['\x1b[2J'] } }));
    expect(JSON.parse(text)).toMatchObject({ user: 'a\ufffdb', detail: { users: ['\ufffd[2J'] } });
    expect(text).not.toContain('\\u0000');
    expect(text.length).toBeLessThan(1_200);
  });

  it('is bounded, whatever the detail holds', () => {
    const nodes = Array.from({ length: 2_000 }, (_, index) => ({
      address: `10.0.0.1:${index}`,
      digest: 'd'.repeat(64),
    }));
    const text = recordText(record({ detail: { nodes } }));
    expect(text.length).toBeLessThan(2_000);
    expect(JSON.parse(text)).toMatchObject({ detail: { cutDetail: expect.stringContaining('10.0.0.1:0') } });
    expect(JSON.parse(recordText(record({ detail: { nodes: nodes.slice(0, 200) } }))).detail.nodes).toHaveLength(200);
  });

  it('does not end in half a character', () => {
    expect(plainText('😀😀', 3)).toBe('😀\ufffd');
  });
});
