import { DeathWatch, endedUnasked, type WatchedApp } from './death-watch.ts';

function fakeApp(name: string): WatchedApp & { isRunning: boolean } {
  const app = {
    ...{ name, isRunning: true, logFile: `${name}.log` },
    start: (): Promise<void> => {
      app.isRunning = true;
      return Promise.resolve();
    },
    stop: (): Promise<null> => Promise.resolve(null),
  };
  return app;
}

it('tells what has ended', () => {
  const [writer, engine] = [fakeApp('db-writer'), fakeApp('alert-engine')];
  engine.isRunning = false;
  expect(endedUnasked([writer, engine])).toEqual(['alert-engine ended by itself (alert-engine.log)']);
});

it('starts again what ended by itself and tells of it, also of what ended last, but not of what is held', async () => {
  const [writer, engine] = [fakeApp('db-writer'), fakeApp('alert-engine')];
  const watch = new DeathWatch([writer, engine], new Set(['alert-engine']));
  watch.start();
  writer.isRunning = engine.isRunning = false;
  await watch.stop();
  expect(watch.ended).toEqual(['db-writer ended by itself (db-writer.log)']);
  expect([writer.isRunning, engine.isRunning]).toEqual([true, false]);
});
