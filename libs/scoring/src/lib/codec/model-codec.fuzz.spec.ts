import { crc32 } from 'node:zlib';
import { fuzzDecoder } from '@redoubt/test-kit/fuzz';
import { ordinaryTraffic, TEST_SEED } from '../../testing/small-company.ts';
import { OrgModel } from '../model/org-model.ts';
import { decodeModel, encodeModel } from './model-codec.ts';

const stamp = { epoch: 7, position: { s: '1700000000000-0' } };

/** Makes the checksum right again, so that what comes behind it is tried too. */
function withChecksum(blob: Buffer): Buffer {
  if (blob.length < 20) return blob;
  blob.writeUInt32LE(crc32(blob.subarray(20), crc32(blob.subarray(0, 16))), 16);
  return blob;
}

it('a blob of a model is read or named for what it is', async () => {
  const model = new OrgModel({ orgId: 'a', seed: TEST_SEED });
  for (const event of ordinaryTraffic(0, 30)) model.score(event);
  const kinds = new Set<string>();
  await fuzzDecoder({
    ...{ name: 'blobs of models', flips: 0.9, leastTaken: 0, seeds: [encodeModel(model, stamp)] },
    decode: (input) => {
      const decoded = decodeModel(input, { orgId: 'a' });
      const mended = decodeModel(withChecksum(input), { orgId: 'a' });
      for (const { kind } of [decoded, mended]) kinds.add(kind);
      if (mended.kind === 'ok') for (const event of ordinaryTraffic(30, 32)) mended.model.score(event);
      return decoded.kind === 'ok';
    },
  });
  expect([...kinds].sort()).toEqual(expect.arrayContaining(['corrupt', 'newer', 'ok']));
});
