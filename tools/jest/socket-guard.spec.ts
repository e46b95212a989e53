import { connect } from 'node:net';

describe('unit test sandbox', () => {
  it('refuses outgoing connections', () => {
    expect(() => connect(6379, '127.0.0.1')).toThrow('a unit test opened a socket');
  });

  it('compiles import.meta for CommonJS', () => {
    expect(import.meta.dirname.endsWith('jest')).toBe(true);
  });

  it('refuses requests through fetch', async () => {
    await expect(fetch('http://127.0.0.1:1/')).rejects.toThrow();
  });
});
