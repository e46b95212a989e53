import { Circuit } from './circuit.ts';

const options = { pauseMs: 200, longestPauseMs: 30_000 };

test('pauses double, and from the third failure on the receiver is left alone', () => {
  const circuit = new Circuit(options, () => 1);
  expect([1, 2, 3, 4].map(() => circuit.failed())).toEqual([
    { pauseMs: 200, isOpen: false },
    { pauseMs: 400, isOpen: false },
    { pauseMs: 800, isOpen: true },
    { pauseMs: 1_600, isOpen: true },
  ]);
  for (let at = 0; at < 40; at++) circuit.failed();
  expect(circuit.failed()).toEqual({ pauseMs: 30_000, isOpen: true });
  circuit.succeeded();
  expect(circuit.isOpen).toBe(false);
  expect(circuit.failed()).toEqual({ pauseMs: 200, isOpen: false });
});

test('half of a pause is left to chance, and what the receiver asks for counts', () => {
  expect(new Circuit(options, () => 0).failed()).toEqual({ pauseMs: 100, isOpen: false });
  expect(new Circuit(options, () => 0).failed(7_000)).toEqual({ pauseMs: 7_000, isOpen: true });
  expect(new Circuit(options, () => 0).failed(86_400_000).pauseMs).toBe(300_000);
});

test('one that took some is busy, not away', () => {
  const circuit = new Circuit(options, () => 1);
  for (let at = 0; at < 10; at++) expect(circuit.busy()).toEqual({ pauseMs: 50, isOpen: false });
  expect(circuit.isOpen).toBe(false);
  expect(circuit.busy(2_000)).toEqual({ pauseMs: 2_000, isOpen: true });
});
