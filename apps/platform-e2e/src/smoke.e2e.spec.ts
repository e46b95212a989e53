import { chmodSync } from 'node:fs';
import { createTempDir } from '@redoubt/test-kit';
import { itWithSshdLog, SSHD_ALERTS, SSHD_LOG } from './corpus.ts';
import { processesIn, startTool } from './run-tool.ts';

jest.setTimeout(180_000);

describe('npm run smoke', () => {
  const temp = createTempDir('smoke-e2e');
  // PostgreSQL runs as another user when we are root.
  chmodSync(temp.path, 0o755);
  afterAll(() => temp.remove());

  async function smoke(...args: string[]) {
    const tool = startTool('tools/smoke/smoke.ts', args, { TMPDIR: temp.path });
    const code = await tool.ended;
    const lastLine = tool.stdout.trimEnd().split('\n').at(-1) ?? '';
    return { code, lastLine, stderr: tool.stderr };
  }

  it("delivers the generator's traffic and leaves nothing running", async () => {
    const { code, lastLine, stderr } = await smoke('--count', '1000', '--json');
    if (code !== 0) throw new Error(`smoke failed: ${lastLine}\n${stderr}`);
    const all = {
      sent: 1000,
      accepted: 1000,
      refused: 0,
      stored: 1000,
      unexplained: 0,
      duplicated: 0,
      forwarded: 1000,
    };
    expect(JSON.parse(lastLine)).toMatchObject({ schemaVersion: 1, ok: true, ...all });
    expect(processesIn(temp.path)).toEqual([]);
  });

  itWithSshdLog('delivers every line of a real log', async () => {
    const { code, lastLine, stderr } = await smoke('--file', SSHD_LOG, '--json');
    if (code !== 0) throw new Error(`smoke failed: ${lastLine}\n${stderr}`);
    const result = JSON.parse(lastLine) as { alerts: number; alertList: object[]; acceptToAlertMs: object };
    expect(result).toMatchObject({
      ok: true,
      sent: 2000,
      accepted: 2000,
      stored: 2000,
      unexplained: 0,
      forwarded: 2000,
      alerts: 7,
    });
    expect(result.alertList).toEqual(SSHD_ALERTS);
    expect(result.acceptToAlertMs).toEqual({ p50: expect.any(Number) as number, p99: expect.any(Number) as number });
  });

  it('says what is wrong with its arguments', async () => {
    const { code, stderr } = await smoke('--count', '0');
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('--count') as string });
  });
});
