import { Agent } from 'node:http';
import { decodeEvent } from '@redoubt/contracts';
import { seededRandom, waitFor } from '@redoubt/test-kit';
import { FUZZ_SEED, fuzzInputs } from '@redoubt/test-kit/fuzz';
import { fuzzRequest } from '../testing/fuzz-inputs.ts';
import { judgeFuzz, type FuzzResult } from '../testing/fuzz-report.ts';
import { CHANNEL, FUZZ_SEEDS } from '../testing/fuzz-seeds.ts';
import { post } from '../testing/post.ts';
import { KEY, startGateway, type TestGateway } from '../testing/start-gateway.ts';

const inputs = fuzzInputs(1_000);
jest.setTimeout(20_000 + inputs * 20);

/** What was read of the latest request. */
interface Read {
  seen: number;
  refused: number;
  accepted: number;
}

const UNREAD: Read = { seen: 0, refused: 0, accepted: 0 };
/** How often a sender asks for the acknowledgements it was promised. */
const ASK_EVERY = 1_000;

let gateway: TestGateway;
let agent: Agent;
const reads: Read[] = [];

beforeEach(async () => {
  gateway = await startGateway({
    onBatch: ({ seen, refused }, accepted) => reads.push({ seen, refused, accepted }),
  });
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
});
afterEach(async () => {
  agent.destroy();
  await gateway.close();
});

it.each(Object.keys(FUZZ_SEEDS))(
  `${inputs} inputs of %s made from seed ${FUZZ_SEED} are answered, each of their events stored or refused`,
  async (protocol) => {
    const random = seededRandom(FUZZ_SEED);
    const kinds = new Map<string, number>();
    const result: FuzzResult = { inputs, past: 0, stored: 0, refused: 0, growthBytes: 0, kinds };
    let heapBytes = 0;
    let ackIds: number[] = [];
    for (let i = 0; i < inputs; i++) {
      const input = fuzzRequest(FUZZ_SEEDS[protocol] ?? [], random);
      reads.length = 0;
      gateway.appender.stored.length = 0;
      const { status, text } = await post(agent, gateway.port, input);
      const read = reads[0] ?? UNREAD;
      const kind = `${status} ${/"code":"?([\w]+)|"type":"(\w+)"/.exec(text)?.slice(1).find(Boolean) ?? ''}`;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      result.stored += read.accepted;
      result.refused += read.refused;
      if (read.accepted > 0 || (read.seen === 0 && status < 300)) result.past += 1;
      judge(read, status, { protocol, i, status, text, input: { ...input, body: input.body.toString('latin1') } });
      ackIds.push(...promisedBy(text));
      if (ackIds.length >= ASK_EVERY) ackIds = await askFor(ackIds);
      if (i === Math.floor(inputs / 2)) heapBytes = process.memoryUsage().heapUsed;
    }
    await waitFor(() => gateway.gateway.inFlight.bytes === 0 && gateway.gateway.watch.size === 0);
    result.growthBytes = process.memoryUsage().heapUsed - heapBytes;
    expect(kinds.size).toBeGreaterThan(3);
    judgeFuzz(protocol, result);
  },
);

/**
 * What is accepted is stored, no more and no less; every event that was read is stored or refused, unless the answer
 * refuses the request as a whole. What is stored means something to every reader.
 */
function judge({ seen, refused, accepted }: Read, status: number, about: object): void {
  const { stored } = gateway.appender;
  const isFailure = status >= 500 || status < 200;
  const isRefusedWhole = status >= 400 && accepted === 0;
  const isLost = accepted !== stored.length || (seen !== refused + accepted && !isRefusedWhole);
  const isUnreadable = stored.some(({ text }) => text.includes('\n') || !isEvent(text));
  if (isFailure || isLost || isUnreadable) {
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

function promisedBy(answer: string): number[] {
  const id = /"ackId":(\d+)/.exec(answer)?.[1];
  return id === undefined ? [] : [Number(id)];
}

/** A promise of HEC is true when it is made, and its sender asks for it: their table has an end. */
async function askFor(acks: readonly number[]): Promise<[]> {
  const headers = { authorization: `Bearer ${KEY}`, 'x-splunk-request-channel': CHANNEL };
  const body = JSON.stringify({ acks });
  const { text } = await post(agent, gateway.port, { path: '/services/collector/ack', headers, body });
  expect(JSON.parse(text)).toEqual({ acks: Object.fromEntries(acks.map((id) => [String(id), true])) });
  return [];
}
