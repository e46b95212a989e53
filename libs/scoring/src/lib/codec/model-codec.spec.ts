import { eventAt, ordinaryTraffic, TEST_SEED } from '../../testing/small-company.ts';
import { OrgModel } from '../model/org-model.ts';
import { SCORING_CONFIG } from '../model/scoring-config.ts';
import { decodeModel, encodeModel, MODEL_FORMAT } from './model-codec.ts';

const stamp = { epoch: 7, position: { s: '1700000000000-0', p: '1700000000001-3' } };

describe('model blob', () => {
  const model = new OrgModel({ orgId: 'a', seed: TEST_SEED });
  for (const event of ordinaryTraffic(0, 300)) model.score(event);
  const blob = encodeModel(model, stamp);

  it('comes back with its position and epoch', () => {
    const decoded = decodeModel(blob, { orgId: 'a' });
    expect(decoded).toMatchObject({ kind: 'ok', stamp });
    if (decoded.kind === 'ok') expect(encodeModel(decoded.model, stamp).equals(blob)).toBe(true);
  });

  it('is small for a small organisation', () => {
    expect(blob.length).toBeLessThan(20_000);
  });

  it('stays within 200 kB for a busy one', () => {
    const busy = new OrgModel({ orgId: 'a', seed: TEST_SEED, reasonsFrom: 101 });
    for (let at = 0; at < 9_000; at++) {
      const [user, asset] = [`u${at % 6_000}`, `h${(at * 7) % 4_001}`];
      busy.score(eventAt(Math.floor(at / 150), { user, asset, sourceIp: `10.${at & 7}.${(at >> 3) & 255}.9` }));
    }
    expect(busy.sizeClass).toBe('M');
    const packed = encodeModel(busy, stamp);
    expect(packed.length).toBeLessThan(200_000);
    const decoded = decodeModel(packed, { orgId: 'a', reasonsFrom: 101 });
    const next = eventAt(300, { user: 'u7', asset: 'h3', sourceIp: '10.1.1.9' });
    expect(decoded.kind === 'ok' && decoded.model.score(next)).toEqual(busy.score(next));
  });

  it('is refused when a byte differs, wherever it stands, and when it ends early', () => {
    for (let at = 0; at < blob.length; at += 97) {
      const broken = Buffer.from(blob);
      broken[at] = (broken[at] as number) ^ 0x10;
      expect(decodeModel(broken, { orgId: 'a' }).kind).not.toBe('ok');
    }
    for (let length = 0; length < blob.length; length += 211) {
      expect(decodeModel(blob.subarray(0, length), { orgId: 'a' }).kind).toBe('corrupt');
    }
    expect(decodeModel(Buffer.alloc(64), { orgId: 'a' }).kind).toBe('corrupt');
  });

  it('is refused from a later version, for another organisation and under other numbers', () => {
    const newer = Buffer.from(blob);
    newer.writeUInt32LE(MODEL_FORMAT + 1, 4);
    expect(decodeModel(newer, { orgId: 'a' }).kind).toBe('newer');
    expect(decodeModel(blob, { orgId: 'b' }).kind).toBe('other_org');
    const config = { ...SCORING_CONFIG, rarityWeight: 3 };
    expect(decodeModel(blob, { orgId: 'a', config }).kind).toBe('other_config');
  });
});
