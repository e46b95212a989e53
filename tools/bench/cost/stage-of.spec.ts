import { stageShares, type CpuProfile } from './cpu-profile.ts';
import { stageOf, UNNAMED } from './stage-of.ts';

const ours = (path: string) => ({ functionName: 'f', url: `file:///srv/redoubt/${path}` });
const node = (url: string) => ({ functionName: 'g', url });

it.each([
  [
    'the innermost frame of ours',
    [ours('libs/contracts/src/lib/a.ts'), ours('apps/ingest-gateway/src/items/b.ts')],
    'meaning of fields',
  ],
  ['whoever called Node', [node('node:net'), ours('node_modules/ioredis/built/Pipeline.js')], 'Redis client'],
  ['Node alone', [node('node:net'), node('node:internal/timers')], 'sockets'],
  ['compression, whoever wants it', [node('node:zlib'), ours('libs/stream/src/lib/frame-codec.ts')], 'compression'],
  ['a folder of a service', [ours('apps/alert-engine/src/incidents/x.ts')], 'incidents'],
  ['a package', [ours('node_modules/lru-cache/dist/index.js')], 'package lru-cache'],
  ['collecting garbage', [{ functionName: '(garbage collector)', url: '' }], 'garbage collection'],
  ['nothing', [{ functionName: '(idle)', url: '' }], null],
  ['what has no place', [{ functionName: '(program)', url: '' }], UNNAMED],
])('a sample is named by %s', (_, frames, stage) => expect(stageOf(frames)).toBe(stage));

it('counts the busy samples of a span', () => {
  const profile: CpuProfile = {
    nodes: [
      { id: 1, callFrame: { functionName: '(root)', url: '' }, children: [2, 3, 4] },
      { id: 2, callFrame: ours('libs/sigma/src/a.ts') },
      { id: 3, callFrame: ours('libs/scoring/src/a.ts') },
      { id: 4, callFrame: { functionName: '(idle)', url: '' } },
    ],
    startTime: 1_000,
    samples: [2, 2, 3, 4, 2],
    timeDeltas: [10, 30, 10, 500, 10_000],
  };
  expect(Object.fromEntries(stageShares([profile], { fromUs: 1_000, toUs: 2_000 }))).toEqual({
    rules: 0.8,
    scores: 0.2,
  });
});
