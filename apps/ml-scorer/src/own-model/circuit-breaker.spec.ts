import type { Clock } from '@redoubt/contracts';
import { CircuitBreaker } from './circuit-breaker.ts';

let nowMs = 0;
const clock: Clock = { now: () => nowMs, monotonicMs: () => nowMs };
let breaker: CircuitBreaker;

beforeEach(() => {
  nowMs = 0;
  breaker = new CircuitBreaker(clock, { failuresToOpen: 3, pauseMs: 100 });
});

const fail = (times: number) => Array.from({ length: times }, () => breaker.failed());

describe('CircuitBreaker', () => {
  it('opens after failures in a row only', () => {
    fail(2);
    breaker.succeeded();
    fail(2);
    expect([breaker.isOpen, breaker.mayCall()]).toEqual([false, true]);
    fail(1);
    expect([breaker.isOpen, breaker.mayCall()]).toEqual([true, false]);
  });

  it('lets one trial through after each pause, and closes when one succeeds', () => {
    fail(3);
    nowMs = 100;
    expect([breaker.mayCall(), breaker.mayCall()]).toEqual([true, false]);
    breaker.failed();
    nowMs = 199;
    expect(breaker.mayCall()).toBe(false);
    nowMs = 200;
    expect(breaker.mayCall()).toBe(true);
    breaker.succeeded();
    expect([breaker.mayCall(), breaker.mayCall()]).toEqual([true, true]);
  });

  it('gives the trial back that was spent on getting ready', () => {
    fail(3);
    nowMs = 100;
    breaker.mayCall();
    breaker.allowTrial();
    expect([breaker.isOpen, breaker.mayCall()]).toEqual([true, true]);
  });
});
