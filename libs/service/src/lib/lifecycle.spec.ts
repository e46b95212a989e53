import { createLogger } from '@redoubt/telemetry';
import { DrainDeadlineError, StopFailedError } from './errors.ts';
import { Lifecycle } from './lifecycle.ts';

const log = createLogger({ app: 'test', level: 'silent' });
const create = (drainTimeoutMs = 5_000, readinessLingerMs = 0) =>
  new Lifecycle({ log, drainTimeoutMs, readinessLingerMs });

function recorder() {
  const order: string[] = [];
  return { order, closable: (name: string) => ({ close: async () => void order.push(name) }) };
}

describe('Lifecycle', () => {
  it('closes in reverse order, after telling everyone that a stop began', async () => {
    const { order, closable } = recorder();
    const life = create();
    life.own('redis', closable('redis'));
    life.own('ops', { ...closable('ops'), setDraining: () => void order.push('draining') });
    life.own('consumer', closable('consumer'));
    await life.stop('test');
    expect(order).toEqual(['draining', 'consumer', 'ops', 'redis']);
  });

  it('stops once however often it is asked', async () => {
    const { order, closable } = recorder();
    const life = create();
    life.own('redis', closable('redis'));
    await Promise.all([life.stop('a'), life.stop('b')]);
    await life.stop('c');
    expect(order).toEqual(['redis']);
  });

  it('closes at once what a start brings that the stop overtook', async () => {
    const { order, closable } = recorder();
    const life = create();
    const stopping = life.stop('test');
    life.own('late', closable('late'));
    await stopping;
    life.own('later', { close: () => Promise.reject(new Error('boom')) });
    life.own('latest', closable('latest'));
    await life.stop('again');
    expect(order).toEqual(['late', 'latest']);
  });

  it('attempts every closer and names the ones that failed', async () => {
    const { order, closable } = recorder();
    const life = create();
    life.own('redis', closable('redis'));
    life.own('consumer', { close: () => Promise.reject(new Error('boom')) });
    const error = await life.stop('test').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StopFailedError);
    expect((error as Error).message).toBe('consumer: boom');
    expect(order).toEqual(['redis']);
  });

  it('survives a closer that throws at once', async () => {
    const life = create();
    life.own('bad', {
      close: () => {
        throw new Error('sync');
      },
    });
    await expect(life.stop('test')).rejects.toThrow('bad: sync');
  });

  it('has one deadline for all closers and still calls the late ones', async () => {
    const { order, closable } = recorder();
    const life = create(20);
    life.own('redis', closable('redis'));
    life.own('consumer', { close: () => new Promise(() => undefined) });
    await expect(life.stop('test')).rejects.toThrow(DrainDeadlineError);
    expect(order).toEqual(['redis']);
  });

  it('runs until a signal and then stops', async () => {
    const { order, closable } = recorder();
    const life = create();
    life.own('redis', closable('redis'));
    const running = life.run();
    process.emit('SIGTERM', 'SIGTERM');
    await running;
    expect(order).toEqual(['redis']);
    expect(process.listenerCount('SIGTERM')).toBe(0);
  });

  it('is cut short by a second signal', async () => {
    const life = create();
    life.own('consumer', { close: () => new Promise(() => undefined) });
    const running = life.run();
    process.emit('SIGINT', 'SIGINT');
    await Promise.resolve();
    await Promise.resolve();
    process.emit('SIGINT', 'SIGINT');
    await expect(running).rejects.toThrow('SIGINT during the stop');
  });

  it('ends with the failure a component reported, after closing', async () => {
    const { order, closable } = recorder();
    const life = create();
    life.own('redis', closable('redis'));
    const running = life.run();
    life.fail(new Error('loop died'));
    await expect(running).rejects.toThrow('loop died');
    expect(order).toEqual(['redis']);
  });

  it('ends a run when stop is called', async () => {
    const life = create();
    const running = life.run();
    await life.stop('test');
    await expect(running).resolves.toBeUndefined();
  });
});
