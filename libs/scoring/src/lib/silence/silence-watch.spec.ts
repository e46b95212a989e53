import { EVERYBODY, MAX_SENDERS, SilenceWatch } from './silence-watch.ts';

function heard(minutes: number): SilenceWatch {
  const watch = new SilenceWatch();
  for (let tick = 0; tick < minutes; tick++) {
    watch.hear('chatty', tick);
    if (tick % 5 === 0) watch.hear('regular', tick);
  }
  return watch;
}

const goOn = (watch: SilenceWatch, from: number, to: number): void => {
  for (let tick = from; tick < to; tick++) watch.hear('chatty', tick);
};

describe('SilenceWatch', () => {
  it('tells once when a usual sender falls silent, and again after it came back', () => {
    const watch = heard(1_000);
    expect(watch.takeSilences()).toEqual([]);
    goOn(watch, 1_000, 1_020);
    const [silence] = watch.takeSilences();
    expect(silence).toMatchObject({ sender: 'regular', longestBefore: 5 });
    expect(silence?.text).toBe('regular: silent for 24 minutes, before never longer than 5');
    goOn(watch, 1_020, 1_040);
    expect(watch.takeSilences()).toEqual([]);
    watch.hear('regular', 1_040);
    goOn(watch, 1_041, 1_300);
    expect(watch.takeSilences()).toHaveLength(1);
  });

  it('says nothing of senders hardly known, nor when everything stands still', () => {
    const watch = heard(300);
    goOn(watch, 300, 1_000);
    expect(watch.takeSilences()).toEqual([]);
    const still = heard(1_000);
    still.hear('chatty', 50_000);
    expect(still.takeSilences()).toEqual([]);
  });

  it('tells once when everybody falls silent for longer than ever before, and nothing waits to be heard', () => {
    const watch = heard(1_000);
    watch.hear('chatty', 1_009);
    expect(watch.takeStandstill(1_030, 60)).toBeUndefined();
    expect(watch.takeStandstill(1_040, 5)).toBeUndefined();
    expect(watch.takeStandstill(1_040, 31)).toEqual({
      sender: EVERYBODY,
      silentMinutes: 31,
      longestBefore: 10,
      text: 'all senders: silent for 31 minutes, before never longer than 10',
    });
    expect(watch.takeStandstill(1_090, 81)).toBeUndefined();
    const restored = new SilenceWatch();
    restored.restore(watch.state());
    expect(restored.takeStandstill(1_090, 81)).toBeUndefined();
    restored.hear('chatty', 1_100);
    expect(restored.takeStandstill(1_300, 200)).toBeUndefined();
    expect(restored.takeStandstill(1_400, 300)).toMatchObject({ longestBefore: 91 });
  });

  it('takes no event of long ago for a silence that is usual', () => {
    const watch = new SilenceWatch();
    watch.hear('chatty', 0);
    const now = 29_000_000;
    goOn(watch, now, now + 1_000);
    expect(watch.takeStandstill(now + 1_030, 60)).toMatchObject({ sender: EVERYBODY, longestBefore: 1 });
  });

  it('says nothing of a standstill before the organisation is known', () => {
    expect(heard(100).takeStandstill(500, 400)).toBeUndefined();
  });

  it('keeps a bounded number of senders and goes on after a restore', () => {
    const watch = heard(1_000);
    for (let at = 0; at < 2 * MAX_SENDERS; at++) watch.hear(`stranger-${at}`, 1_000);
    const { senders } = watch.state();
    expect(senders).toHaveLength(MAX_SENDERS);
    const restored = new SilenceWatch();
    restored.restore(watch.state());
    goOn(watch, 1_001, 1_030);
    goOn(restored, 1_001, 1_030);
    expect(restored.takeSilences()).toEqual(watch.takeSilences());
  });
});
