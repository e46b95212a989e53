import { FakeClock } from '@redoubt/test-kit';
import { HandshakeGate } from './handshake-gate.ts';

const taken = (gate: HandshakeGate, tries: number): number =>
  Array.from({ length: tries }, () => gate.take()).filter(Boolean).length;

it('lets in twice a second’s worth at once, then its rate', () => {
  const clock = new FakeClock();
  const gate = new HandshakeGate(clock, 10);
  expect(taken(gate, 50)).toBe(20);
  clock.advance(500);
  expect(taken(gate, 50)).toBe(5);
  clock.advance(3_600_000);
  expect(taken(gate, 50)).toBe(20);
});
