import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/security/THREAT_MODEL.md'), 'utf8');

interface Threat {
  threat: string;
  test: string;
}

/** Rows of the table under a heading. */
function threatsOf(heading: string): Threat[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(2).map((row) => {
    const [threat = '', , test = ''] = row.split(/(?<!\\)\|/).slice(1, -1);
    return { threat: threat.trim(), test: test.trim() };
  });
}

/** Each attack that has to be thought of, by words of its row. */
const ATTACKS: Readonly<Record<string, readonly string[]>> = {
  'Authentication and sessions': [
    ...['fixation', 'replay', 'algorithm confusion', 'timing', 'brute force', 'lock-out', 'CSRF', 'origin'],
  ],
  Tenancy: ['route', 'room', 'key of Redis', 'channel', 'report', 'export'],
  Injection: [
    ...['SQL', 'key of Redis', 'CRLF in a syslog', 'CEF', 'CSV formulas', 'template', 'prototype', 'path traversal'],
    ...['SSRF by a channel', 'SSRF by a sink', 'SSRF by a TAXII', 'DNS rebinding'],
  ],
  Exhaustion: ['decompression bombs', 'slow bodies', 'header floods'],
  Patterns: ['regular expressions', 'wildcards', 'filters', 'matchers', 'search'],
  'Logs and errors': ['log forging', 'secrets in logs', 'secrets in errors'],
  'Network, images and supply chain': ['container hardening', 'supply chain', 'dependency audit'],
};

describe('the threat model', () => {
  it.each(Object.entries(ATTACKS))('has under %s every attack on the list', (heading, attacks) => {
    const threats = threatsOf(heading).map(({ threat }) => threat);
    expect(attacks.filter((attack) => !threats.some((threat) => threat.includes(attack)))).toEqual([]);
  });

  it('says of each threat which test attacks it, or that none does', () => {
    const all = Object.keys(ATTACKS).flatMap(threatsOf);
    expect(all.length).toBeGreaterThan(80);
    expect(all.filter(({ test }) => !/\.spec\.ts` “|no test yet/.test(test))).toEqual([]);
  });

  it('names tests that are there', () => {
    const named = [...page.matchAll(/`([^`]+\.spec\.tsx?)`((?:,? “[^”]+”)*)/g)].flatMap(([, file = '', titles = '']) =>
      [...titles.matchAll(/“([^”]+)”/g), ...(titles === '' ? [[]] : [])].map(([, title]) => ({ file, title })),
    );
    expect(named.length).toBeGreaterThan(150);
    const isThere = ({ file, title }: { file: string; title?: string | undefined }): boolean =>
      existsSync(join(root, file)) && ["'", '"', '`'].some((mark) => sourceOf(file).includes(`${mark}${title}${mark}`));
    expect(named.filter((one) => !isThere(one))).toEqual([]);
  });

  it('names code that is there', () => {
    const paths = [...page.matchAll(/`((?:apps|libs|tools|charts|docker)\/[^`]+)`/g)].map(([, path = '']) => path);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

/** A test file with its titles as they read. */
function sourceOf(file: string): string {
  return readFileSync(join(root, file), 'utf8').replaceAll(String.raw`\'`, "'");
}
