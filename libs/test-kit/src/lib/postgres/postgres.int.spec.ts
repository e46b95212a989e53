import { connect } from 'node:net';
import { existsSync } from 'node:fs';
import { createTempDir } from '../process/temp-dir.ts';
import { waitFor } from '../wait-for.ts';
import { startPostgres, type Postgres } from './postgres.ts';

function accepts(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1', () => resolve(true));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

describe('startPostgres', () => {
  let postgres: Postgres | undefined;
  afterEach(() => postgres?.stop());

  it('comes up, survives a crash and leaves nothing', async () => {
    postgres = await startPostgres();
    expect(new URL(postgres.url).port).toBe(String(postgres.port));
    await postgres.kill9();
    expect(await accepts(postgres.port)).toBe(false);
    await waitFor(() => postgres?.start().then(() => true), { timeoutMs: 20_000 });
    expect(await accepts(postgres.port)).toBe(true);
    await postgres.stop();
    expect(existsSync(postgres.dir)).toBe(false);
  });

  it('keeps data and password in a given folder', async () => {
    const temp = createTempDir('postgres-spec');
    postgres = await startPostgres({ dir: temp.path, isDurable: false });
    const { password } = new URL(postgres.url);
    await postgres.stop();
    postgres = await startPostgres({ dir: temp.path, isDurable: false });
    expect(new URL(postgres.url).password).toBe(password);
    await postgres.stop();
    temp.remove();
  });
});
