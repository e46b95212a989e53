import type { CallFrame } from './cpu-profile.ts';

/** What samples are counted under whose place says nothing. */
export const UNNAMED = 'not named';

/** Where a frame lies → its stage, the first that fits. Node's own frames belong to who called them. */
const STAGES: readonly (readonly [RegExp, string])[] = [
  [/\/node_modules\/(ioredis|@ioredis|redis-parser|standard-as-callback|cluster-key-slot)\//, 'Redis client'],
  [/\/libs\/redis\//, 'Redis client'],
  [/\/node_modules\/(pg|pg-[a-z-]+|postgres-[a-z-]+)\//, 'PostgreSQL client'],
  [/\/libs\/storage\//, 'PostgreSQL client'],
  [/\/node_modules\/(prom-client|@bokuweb|tdigest|pino|sonic-boom|@opentelemetry)/, 'metrics and logs'],
  [/\/libs\/telemetry\//, 'metrics and logs'],
  [/\/node_modules\/undici\//, 'HTTP client'],
  [/\/node_modules\/xxhash-wasm\/|wasm:\/\//, 'body digest'],
  [/\/libs\/contracts\//, 'meaning of fields'],
  [/\/libs\/stream\//, 'streams and frames'],
  [/\/libs\/(sigma|detection)\//, 'rules'],
  [/\/libs\/scoring\//, 'scores'],
  [/\/libs\/sinks\//, 'sinks'],
  [/\/libs\/enrichment\//, 'enrichment'],
  [/\/libs\/tenancy\//, 'keys and quotas'],
  [/\/libs\/([a-z-]+)\//, 'library $1'],
  [/\/apps\/ingest-gateway\/src\/(items|body|parsers)\//, 'reading events'],
  [/\/apps\/ingest-gateway\/src\/(http|protocols)\//, 'requests'],
  [/\/apps\/[a-z-]+\/src\/([a-z-]+)\//, '$1'],
  [/\/apps\/[a-z-]+\/src\//, 'service'],
  [/\/node_modules\/([a-z@-]+)\//, 'package $1'],
];

/** Frames of Node that stand alone, with nobody of ours above them. */
const NODE_STAGES: readonly (readonly [RegExp, string])[] = [
  [/^node:_http/, 'HTTP server'],
  [/^node:internal\/(deps\/)?undici/, 'HTTP client'],
  [/^node:(internal\/)?(net|stream|streams|stream_base_commons|tls|_tls)/, 'sockets'],
  [/^node:/, 'event loop'],
];

/**
 * Names the stage of a sample by its stack, leaf first: the innermost frame that is not Node's own decides.
 *
 * @returns null when the process was idle
 */
export function stageOf(frames: readonly CallFrame[]): string | null {
  const leaf = frames[0]?.functionName;
  if (leaf === '(idle)') return null;
  if (leaf === '(garbage collector)') return 'garbage collection';
  if (leaf === '(program)' || leaf === '(root)') return UNNAMED;
  if (frames.some(({ url }) => url === 'node:zlib')) return 'compression';
  for (const { url } of frames) {
    if (url === '' || url.startsWith('node:')) continue;
    return match(STAGES, url) ?? UNNAMED;
  }
  for (const { url } of frames) {
    const stage = match(NODE_STAGES, url);
    if (stage !== undefined) return stage;
  }
  return UNNAMED;
}

function match(table: readonly (readonly [RegExp, string])[], url: string): string | undefined {
  for (const [pattern, stage] of table) {
    const found = pattern.exec(url);
    if (found) return stage.replace('$1', found[1] ?? '');
  }
  return undefined;
}
