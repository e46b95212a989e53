import { frameWorkOf } from './frame-work.ts';

const main = { pid: 1, tid: 2 };
const task = (ts: number, dur: number, tdur: number) => ({ name: 'RunTask', ph: 'X', ...main, ts, dur, tdur });

it('the work of a frame is the processor time of the main thread since the one before', () => {
  const events = [
    task(5_000, 2_000, 1_000),
    task(0, 4_000, 3_000),
    { name: 'Commit', ph: 'X', ...main, ts: 6_000, dur: 10, tdur: 10 },
    task(8_000, 500, 500),
    { name: 'thread_name', ph: 'M', ...main, ts: 0, args: { name: 'CrRendererMain' } },
    { name: 'RunTask', ph: 'X', pid: 1, tid: 3, ts: 0, dur: 9_000, tdur: 9_000 },
    task(9_000, 1_500, 1_500),
    { name: 'Commit', ph: 'X', ...main, ts: 10_000, dur: 10, tdur: 10 },
  ];
  expect(frameWorkOf(events)).toEqual([4, 2]);
});
