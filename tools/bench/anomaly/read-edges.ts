import type { LabelledSet } from './labelled-set.ts';

const MINUTE_MS = 60_000;

/** `minute,src,dst,attack`; the rank of the distinct minute is the time, as the authors of MIDAS do it. */
export function readEdges(lines: readonly string[], name: string, most = Infinity): LabelledSet {
  const count = Math.min(most, lines.length - 1);
  const minute = new Int32Array(count);
  const source = new Int32Array(count);
  const target = new Int32Array(count);
  const labels = new Uint8Array(count);
  const ids = new Map<string, number>();
  const names: string[] = [];
  const idOf = (text: string): number => {
    let id = ids.get(text);
    if (id === undefined) {
      id = names.push(text) - 1;
      ids.set(text, id);
    }
    return id;
  };
  let last = '';
  let rank = 0;
  for (let index = 0; index < count; index++) {
    const [at = '', from = '', to = '', attack = ''] = (lines[index + 1] as string).split(',');
    if (at !== last) rank += 1;
    last = at;
    minute[index] = rank;
    source[index] = idOf(from);
    target[index] = idOf(to);
    labels[index] = attack === '' ? 0 : 1;
  }
  return {
    name,
    count,
    labels,
    from: 0,
    event: (index) => ({
      timeMs: (minute[index] as number) * MINUTE_MS,
      receivedAtMs: (minute[index] as number) * MINUTE_MS,
      eventType: 'network_connection',
      severity: 'informational',
      sourceIp: names[source[index] as number] as string,
      asset: names[target[index] as number] as string,
    }),
  };
}
