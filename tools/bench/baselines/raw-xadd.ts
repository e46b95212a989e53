import { encodeFrame } from '@redoubt/stream';
import type { EventLine } from '../load/event-lines.ts';
import { CpuWatch } from '../measure/cpu-watch.ts';
import { connectMasters, type Masters, type RedisLogin } from '../servers/connect-masters.ts';

const FRAME_EVENTS = 100;
const PIPELINE = 50;
const STREAMS = 30;

/** CPU µs per event of appending ready frames by plain pipelines. */
export interface RawXadd {
  clientUs: number;
  redisUs: number;
}

/**
 * Appends the frames that the platform would make of these events, with nothing but pipelined XADD.
 *
 * @param loops  how often all frames are sent
 */
export async function rawXadd(
  lines: readonly EventLine[],
  target: { address: string; login: RedisLogin; redisPids: () => readonly number[] },
  loops: number,
): Promise<RawXadd> {
  const frames = framesOf(lines);
  const masters = await connectMasters(target.address, target.login);
  const keys = Array.from({ length: STREAMS }, (_, index) => `bench:xadd:${index}`);
  try {
    await appendAll(masters, keys, frames);
    const watch = new CpuWatch({ redis: target.redisPids });
    watch.start();
    const before = process.cpuUsage();
    for (let loop = 0; loop < loops; loop++) await appendAll(masters, keys, frames);
    const { user, system } = process.cpuUsage(before);
    const events = frames.length * FRAME_EVENTS * loops;
    return { clientUs: (user + system) / events, redisUs: ((watch.stop().redis ?? 0) * 1e6) / events };
  } finally {
    for (const key of keys) await masters.of(key).unlink(key);
    masters.close();
  }
}

function framesOf(lines: readonly EventLine[]): ReturnType<typeof encodeFrame>[] {
  const count = Math.floor(lines.length / FRAME_EVENTS);
  return Array.from({ length: count }, (_, index) =>
    encodeFrame(lines.slice(index * FRAME_EVENTS, (index + 1) * FRAME_EVENTS).map((line) => line.json)),
  );
}

async function appendAll(masters: Masters, keys: readonly string[], frames: ReturnType<typeof encodeFrame>[]) {
  for (let start = 0, turn = 0; start < frames.length; start += PIPELINE, turn++) {
    const key = keys[turn % keys.length] as string;
    const pipeline = masters.of(key).pipeline();
    for (const { version, count, payload } of frames.slice(start, start + PIPELINE)) {
      pipeline.xadd(key, '*', 'v', version, 'n', count, 't', Date.now(), 'd', payload);
    }
    await pipeline.exec();
  }
}
