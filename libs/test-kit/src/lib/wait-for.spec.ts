import { waitFor } from './wait-for.ts';

describe('waitFor', () => {
  it('gives what the condition found', async () => {
    let looks = 0;
    expect(await waitFor(() => ++looks === 3 && 'found', { intervalMs: 1 })).toBe('found');
    expect(looks).toBe(3);
  });

  it('takes a throwing condition as not met and reports its last error', async () => {
    const cause = new Error('refused');
    const failing = waitFor(() => Promise.reject(cause), { timeoutMs: 5, intervalMs: 1, what: 'server' });
    await expect(failing).rejects.toMatchObject({ message: 'server not met within 5 ms', cause });
  });
});
