import { judgeDelivery, lineIdentity, storedIdentity } from './delivery.ts';

describe('judgeDelivery', () => {
  it('finds nothing to say when everything arrived once', () => {
    expect(judgeDelivery(['a', 'b', 'b'], ['b', 'a', 'b'])).toEqual({
      stored: 3,
      missing: [],
      duplicated: 0,
      phantom: 0,
    });
  });

  it('tells missing, duplicated and phantom apart', () => {
    const delivery = judgeDelivery(['a', 'b', 'c', 'c'], ['a', 'a', 'c', 'x']);
    expect(delivery).toEqual({ stored: 4, missing: ['b', 'c'], duplicated: 1, phantom: 1 });
  });
});

describe('identities', () => {
  it('of an event is its own id', () => {
    expect(storedIdentity({ external_id: 'id-1', payload: '{}' })).toBe('id-1');
  });

  it('of a line is its bytes, UTF-8 or not', () => {
    const text = Buffer.from('Dec 10 host ü');
    const bytes = Buffer.from([0x61, 0xff, 0xe9]);
    expect(storedIdentity({ external_id: null, payload: JSON.stringify({ raw: text.toString() }) })).toBe(
      lineIdentity(text),
    );
    const payload = JSON.stringify({ rawBase64: bytes.toString('base64') });
    expect(storedIdentity({ external_id: null, payload })).toBe(lineIdentity(bytes));
  });
});
