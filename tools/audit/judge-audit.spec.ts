import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { acceptedSchema, auditReportSchema, judgeAudit, type Accepted } from './judge-audit.ts';
import { ROOT } from '../ship/images/catalog.ts';
import { lockFiles, shippedPackages } from './shipped-packages.ts';

const ID = 'GHSA-2222-3333-4444';
const NOW = Date.parse('2030-06-15T12:00:00Z');
const exception = (until: string, advisory = ID): Accepted => [
  { advisory, package: 'ws', reason: 'only reached by tests of the project', until },
];

/** As npm 11 prints it: `express` is named for what it brings. */
const reportOf = (severity: string, nodes = ['node_modules/ws']) =>
  auditReportSchema.parse({
    auditReportVersion: 2,
    vulnerabilities: {
      ws: {
        ...{ name: 'ws', severity, isDirect: false, range: '<8', fixAvailable: true, nodes, effects: ['express'] },
        via: [
          { source: 1, name: 'ws', title: 'ends', url: `https://github.com/advisories/${ID}`, severity, range: '<8' },
        ],
      },
      express: { name: 'express', severity, isDirect: true, via: ['ws'], nodes: ['node_modules/express'], effects: [] },
    },
    metadata: {},
  });
const judge = (report: ReturnType<typeof reportOf>, accepted: Accepted = []): number[] => {
  const judged = judgeAudit(report, { shipped: new Set(['node_modules/ws']), accepted, nowMs: NOW });
  return [judged.refused.length, judged.accepted.length, judged.others.length];
};

describe('a weakness that an audit finds', () => {
  it.each(['high', 'critical'])('is refused when it is %s and in what is shipped', (severity) =>
    expect(judge(reportOf(severity))).toEqual([1, 0, 0]),
  );

  it('is told and not refused when it is lower, or in tools alone', () => {
    for (const severity of ['info', 'low', 'moderate']) expect(judge(reportOf(severity))).toEqual([0, 0, 1]);
    expect(judge(reportOf('critical', ['node_modules/nx/node_modules/ws']))).toEqual([0, 0, 1]);
    expect(judge(reportOf('critical', ['node_modules/nx/node_modules/ws', 'node_modules/ws']))).toEqual([1, 0, 0]);
  });

  it('is accepted by its id and package, to the end of a day and no longer', () => {
    expect(judge(reportOf('high'), exception('2030-06-15'))).toEqual([0, 1, 0]);
    expect(judge(reportOf('high'), exception('2030-06-14'))).toEqual([1, 0, 0]);
    expect(judge(reportOf('high'), exception('2030-06-15', 'GHSA-2222-3333-5555'))).toEqual([1, 0, 0]);
  });

  it('is accepted with a reason and a date alone', () => {
    const [one] = exception('2030-06-15');
    expect(acceptedSchema.safeParse([one]).success).toBe(true);
    for (const wrong of [{ reason: 'fine' }, { until: 'never' }, { until: undefined }, { advisory: '1' }, { x: 1 }]) {
      expect(acceptedSchema.safeParse([{ ...one, ...wrong }]).success).toBe(false);
    }
    const kept: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'accepted.json'), 'utf8'));
    expect(acceptedSchema.safeParse(kept).success).toBe(true);
  });

  it('is nothing that a registry without advisories could say', () => {
    expect(auditReportSchema.safeParse({ message: '405 Method Not Allowed', statusCode: 405 }).success).toBe(false);
  });
});

it('what is shipped are the packages of images and of the page, with what they need, and no tools', () => {
  const shipped = shippedPackages();
  for (const name of ['ioredis', 'express', 'accepts', 'react', 're2', 'pg'])
    expect(shipped).toContain(`node_modules/${name}`);
  for (const name of ['jest', 'eslint', 'nx', 'typescript-eslint'])
    expect(shipped).not.toContain(`node_modules/${name}`);
});

it('asks for every lock file that an image is installed from, and takes all beside an app for shipped', () => {
  const dockerfile = readFileSync(join(ROOT, 'docker/Dockerfile'), 'utf8');
  const copied = [...dockerfile.matchAll(/^COPY .*?(\S*)package-lock\.json /gm)].map(([, folder]) => folder);
  const asked = lockFiles();
  expect(asked.map(({ folder }) => (folder === '' ? '' : `${folder}/`))).toEqual([...new Set(copied)]);
  for (const name of ['onnxruntime-web', 'protobufjs']) expect(asked.at(-1)?.shipped).toContain(`node_modules/${name}`);
});
