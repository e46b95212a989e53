import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ordinaryTraffic, TEST_SEED } from '../../testing/small-company.ts';
import { OrgModel } from '../model/org-model.ts';
import { decodeModel, encodeModel, MODEL_FORMAT } from './model-codec.ts';

const FOLDER = join(import.meta.dirname, '../../testing/golden');
const BLOB = join(FOLDER, `model-format-${MODEL_FORMAT}.bin`);
const SCORES = join(FOLDER, `scores-format-${MODEL_FORMAT}.json`);
const TRAINING = 300;
const next = ordinaryTraffic(TRAINING, TRAINING + 10, 2);

interface Golden {
  bits: number[];
  scores: number[];
}

function scoresOf(model: OrgModel): Golden {
  const all = next.map((event) => model.score(event));
  return { bits: all.map(({ bits }) => bits), scores: all.map(({ anomalyScore }) => anomalyScore) };
}

// Written anew with REDOUBT_WRITE_GOLDEN=1, after the format or the numbers of the model were changed on purpose.
if (process.env.REDOUBT_WRITE_GOLDEN === '1') {
  const model = new OrgModel({ orgId: 'golden', seed: TEST_SEED });
  for (const event of ordinaryTraffic(0, TRAINING)) model.score(event);
  writeFileSync(BLOB, encodeModel(model, { epoch: 3, position: { s: '1700000000000-0' } }));
  writeFileSync(SCORES, `${JSON.stringify(scoresOf(model), null, 1)}\n`);
}

describe('a blob written by an earlier build', () => {
  it('is read, and gives the scores that its writer gave', () => {
    const decoded = decodeModel(readFileSync(BLOB), { orgId: 'golden' });
    expect(decoded).toMatchObject({ kind: 'ok', stamp: { epoch: 3, position: { s: '1700000000000-0' } } });
    if (decoded.kind !== 'ok') return;
    const golden = JSON.parse(readFileSync(SCORES, 'utf8')) as Golden;
    const { bits, scores } = scoresOf(decoded.model);
    expect(bits).toHaveLength(golden.bits.length);
    bits.forEach((value, at) => expect(value).toBeCloseTo(golden.bits[at] as number, 9));
    scores.forEach((value, at) => expect(value).toBeCloseTo(golden.scores[at] as number, 9));
  });
});
