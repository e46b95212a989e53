import { randomUUID } from 'node:crypto';
import type { AlertRecord, Disposition, EventScore, OrgId } from '@redoubt/contracts';
import { appendRecords } from '@redoubt/stream';
import { alertOf, waitFor } from '@redoubt/test-kit';
import { officeEvents, strangeLogin } from './testing/office.ts';
import { ScorerStage } from './testing/stage.ts';
import type { RunningApp } from '@redoubt/worker-test-kit';

const HOUR = 3_600_000;
let stage: ScorerStage;
let scorer: RunningApp;
let org: OrgId;

beforeAll(async () => {
  stage = await ScorerStage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  org = await stage.newOrg();
  scorer = stage.startScorer('w1');
  await scorer.started;
  await stage.send(org, officeEvents({ fromMs: Date.now() - 25 * HOUR, minutes: 25 * 60 }));
});
afterEach(() => scorer.stop());

/** The score that a strange login gets now. */
async function scoreOfStranger(): Promise<EventScore> {
  await stage.send(org, [strangeLogin(Date.now())]);
  await stage.settle(org);
  return (await stage.scores(org)).findLast(({ asset }) => asset === 'vault-1') as EventScore;
}

function closed({ reasons, anomalyScore }: EventScore, disposition: Disposition, commandId: string): AlertRecord {
  const alert = alertOf({ orgId: org, status: 'closed', disposition, anomalyScore, anomalyReasons: reasons });
  return { type: 'alert', change: 'closed', atMs: Date.now(), isNotifiable: false, alert, actor: 'ann', commandId };
}

async function say(...records: AlertRecord[]): Promise<void> {
  const lines = records.map((record) => Buffer.from(JSON.stringify(record)));
  await appendRecords(stage.redis, org, 'a', lines);
}

const namesOf = ({ reasons }: EventScore) => reasons.map(({ aspect, code }) => `${code} of ${aspect}`);
const verdicts = (result: string) => scorer.metrics.read('ml_verdicts_total', { result });

describe('verdicts', () => {
  test('of no threat make what the reasons name ordinary, once, and stay with the model', async () => {
    const before = await scoreOfStranger();
    const record = closed(before, 'false_positive', randomUUID());
    await say(record, record, { ...record, actor: undefined } as unknown as AlertRecord);
    await waitFor(async () => (await verdicts('applied')) === 1 && (await verdicts('duplicate')) === 1);
    await scorer.stop();
    scorer = stage.startScorer('w1');
    await scorer.started;
    const after = await scoreOfStranger();
    expect(after.tail).toBeGreaterThan(before.tail);
    expect(namesOf(before).filter((name) => namesOf(after).includes(name))).toEqual([]);
    await scorer.stop();
    const state = (await stage.records(org)).filter((one) => one.type === 'model').at(-1);
    expect(state).toMatchObject({ verdicts: 1 });
  });

  test('of a threat keep it from ever becoming ordinary', async () => {
    const first = await scoreOfStranger();
    await say(closed(first, 'true_positive', randomUUID()));
    await waitFor(async () => (await verdicts('applied')) === 1);
    for (let at = 0; at < 5; at++) await scoreOfStranger();
    expect((await scoreOfStranger()).anomalyScore).toBeGreaterThan(90);
  });

  test('of one person are bounded in a day', async () => {
    const one = await scoreOfStranger();
    const reasons = (at: number) =>
      one.reasons.map((reason) => ({ ...reason, fields: { user: `u-${at}`, asset: 'x' }, aspect: 'user_asset' }));
    const many = Array.from({ length: 60 }, (_, at) =>
      closed({ ...one, reasons: reasons(at) }, 'benign', randomUUID()),
    );
    await say(...many);
    await waitFor(async () => (await verdicts('applied')) + (await verdicts('over_limit')) === 60);
    expect(await verdicts('applied')).toBe(50);
  });
});
