import { Agent, request as httpRequest } from 'node:http';
import { decodeEvent } from '@redoubt/contracts';
import { seededRandom, waitFor } from '@redoubt/test-kit';
import { FUZZ_SEEDS, fuzzRequest, type FuzzRequest } from '../testing/fuzz-inputs.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

/** `FUZZ_INPUTS=100000` runs the long form; `FUZZ_SEED` another one. */
const inputs = Number(process.env.FUZZ_INPUTS ?? 1_000);
const seed = Number(process.env.FUZZ_SEED ?? 7);
/** Growth of the heap over the second half of a long run that no leak explains. */
const MAX_GROWTH_BYTES = 64 * 1024 * 1024;

jest.setTimeout(20_000 + inputs * 20);

/** What was read of the latest request. */
interface Read {
  seen: number;
  refused: number;
  accepted: number;
}

async function send(gateway: TestGateway, agent: Agent, { path, headers, body }: FuzzRequest) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const { port } = gateway;
  const outgoing = httpRequest({ agent, port, host: '127.0.0.1', method: 'POST', path, headers }, (response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('latin1') }),
    );
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

describe.each(Object.keys(FUZZ_SEEDS))(`${inputs} inputs of %s made from seed ${seed}`, (protocol) => {
  it('are answered, and each of their events is stored or refused', async () => {
    const reads: Read[] = [];
    const gateway = await startGateway({
      onBatch: ({ seen, refused }, accepted) => reads.push({ seen, refused, accepted }),
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const random = seededRandom(seed);
    const states = new Map<string, number>();
    let pastFirstStage = 0;
    let heapBytes = 0;
    for (let i = 0; i < inputs; i++) {
      const input = fuzzRequest(FUZZ_SEEDS[protocol] ?? [], random);
      reads.length = 0;
      gateway.appender.stored.length = 0;
      const { status, text } = await send(gateway, agent, input);
      const read = reads[0] ?? { seen: 0, refused: 0, accepted: 0 };
      const state = `${status} ${/"code":"?([\w]+)|"type":"(\w+)"/.exec(text)?.slice(1).find(Boolean) ?? ''}`;
      states.set(state, (states.get(state) ?? 0) + 1);
      if (read.seen > 0 || status === 200 || status === 202) pastFirstStage += 1;
      const about = { protocol, i, status, text, input: { ...input, body: input.body.toString('latin1') } };
      if (status >= 500 || status < 200) throw new Error(`a failure of the gateway: ${JSON.stringify(about)}`);
      judge(gateway, read, status, about);
      if (i === Math.floor(inputs / 2)) heapBytes = process.memoryUsage().heapUsed;
    }
    agent.destroy();
    await waitFor(() => gateway.gateway.inFlight.bytes === 0 && gateway.gateway.watch.size === 0);
    const growthBytes = process.memoryUsage().heapUsed - heapBytes;
    await gateway.close();
    if (process.env.FUZZ_INPUTS !== undefined) {
      console.info(
        `${protocol}: ${Math.round((pastFirstStage / inputs) * 100)} % past the first stage, heap ${Math.round(growthBytes / 1024 / 1024)} MiB,`,
        Object.fromEntries([...states].sort(([, a], [, b]) => b - a)),
      );
    }
    expect(pastFirstStage / inputs).toBeGreaterThan(0.3);
    expect(states.size).toBeGreaterThan(3);
    expect(growthBytes).toBeLessThan(MAX_GROWTH_BYTES);
  });
});

/**
 * What is accepted is stored, no more and no less; every event that was read is stored or refused, unless the answer
 * refuses the request as a whole. What is stored means something to every reader.
 */
function judge({ appender }: TestGateway, { seen, refused, accepted }: Read, status: number, about: object): void {
  const { stored } = appender;
  const isRefusedWhole = status >= 400 && accepted === 0;
  const isLost = accepted !== stored.length || (seen !== refused + accepted && !isRefusedWhole);
  const isUnreadable = stored.some(({ text }) => text.includes('\n') || !isEvent(text));
  if (isLost || isUnreadable) {
    throw new Error(JSON.stringify({ seen, refused, accepted, stored: stored.map(({ text }) => text), ...about }));
  }
}

function isEvent(text: string): boolean {
  try {
    return decodeEvent(JSON.parse(text)).ok;
  } catch {
    return false;
  }
}
