import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { EventContext } from '../evaluate/context.ts';
import { evaluateRule } from '../evaluate/evaluate-rule.ts';
import { explainRule } from '../explain/explain-rule.ts';
import { lintPack } from '../lint/lint-pack.ts';
import { convertLegacy } from '../convert/convert-legacy.ts';
import { buildPack } from '../pack/build-pack.ts';
import { parseRules } from './parse-rules.ts';

const MODIFIERS = [
  ...['contains', 'startswith', 'endswith', 'all', 'neq', 'cased', 'windash', 'wide', 'utf16', 'utf16be', 'base64'],
  ...[
    'base64offset',
    'expand',
    're',
    'i',
    'm',
    's',
    'cidr',
    'fieldref',
    'exists',
    'gt',
    'lte',
    'hour',
    'week',
    'x',
    '',
  ],
];
const KEYWORDS = ['s', 't', '_u', 'and', 'or', 'not', '1 of', 'all of', 'them', 's*', '(', ')', '| count() > 3'];

const scalar = fc.oneof(
  fc.string(),
  fc.constantFrom('*', 'a*b', '\\*', '10.0.0.0/8', '%x%', '-a', '.*', '(?i)a', 'G', '2026-01-01T10:00:00Z'),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const key = fc
  .tuple(fc.constantFrom('F', 'G', '', 'a.b'), fc.array(fc.constantFrom(...MODIFIERS), { maxLength: 3 }))
  .map(([field, modifiers]) => [field, ...modifiers].join('|'));
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 4 }), fc.dictionary(fc.string(), scalar, { maxKeys: 2 }));
const SOUND = [
  'F',
  'F|contains',
  'G|startswith',
  'F|cased|endswith',
  'G|neq',
  'F|windash|contains',
  'a.b',
  'F|fieldref',
];
const word = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('G', 'x', 'a-b', '-a'));
const soundItems = fc.dictionary(fc.constantFrom(...SOUND), fc.oneof(word, fc.array(word, { minLength: 1 })), {
  minKeys: 1,
});
const wildItems = fc.dictionary(key, value, { maxKeys: 3 });
const items = fc.oneof({ weight: 12, arbitrary: soundItems }, { weight: 1, arbitrary: wildItems });
const detection = fc.oneof(
  { weight: 12, arbitrary: items },
  { weight: 1, arbitrary: fc.array(fc.oneof(items, scalar), { maxLength: 3 }) },
  { weight: 1, arbitrary: scalar },
);
const words = fc.array(fc.constantFrom(...KEYWORDS), { maxLength: 7 }).map((parts) => parts.join(' '));
const condition = fc.oneof(
  { weight: 1, arbitrary: words },
  { weight: 4, arbitrary: fc.constantFrom('s', 's and not t', '1 of them', 'all of *') },
);
const rule = fc.record(
  {
    title: fc.oneof({ weight: 5, arbitrary: fc.constant('T') }, { weight: 1, arbitrary: scalar }),
    id: fc.constantFrom('a', 'b', 'c'),
    name: fc.constantFrom('n', 'a'),
    logsource: fc.constant({ product: 'test' }),
    level: fc.constantFrom('low', 'high', 'critical', 'medium', 'none'),
    detection: fc.record({
      s: detection,
      t: detection,
      _u: detection,
      condition: fc.oneof(condition, fc.constant('s')),
    }),
  },
  { requiredKeys: ['title', 'logsource', 'detection'] },
);
const correlation = fc.record({
  title: fc.constant('C'),
  id: fc.constantFrom('a', 'c', 'd', 'e'),
  correlation: fc.record(
    {
      type: fc.constantFrom('event_count', 'value_count', 'temporal', 'temporal', 'x'),
      rules: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'n'), { maxLength: 3 }),
      timespan: fc.constantFrom('5m', '1h', '7d', '5'),
      condition: fc.oneof(fc.constant({ gte: 3 }), fc.dictionary(fc.constantFrom('gt', 'field', 'x'), scalar)),
      aliases: fc.dictionary(fc.constantFrom('x', 'y'), fc.oneof(fc.constant({ a: 'F' }), value), { maxKeys: 1 }),
      generate: fc.boolean(),
    },
    { requiredKeys: ['type', 'rules'] },
  ),
});
const filter = fc.record({
  title: fc.constant('F'),
  logsource: fc.constant({ product: 'test' }),
  filter: fc.record({
    rules: fc.oneof(fc.constant('any'), fc.array(fc.constantFrom('a', 'n', 'x'))),
    s: detection,
    condition,
  }),
});
const file = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: rule }, { weight: 1, arbitrary: correlation }, { weight: 1, arbitrary: filter }),
    { minLength: 1, maxLength: 4 },
  )
  .map((documents) => documents.map((document) => stringify(document)).join('---\n'));

const eventValue = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.string(), scalar, { maxKeys: 2 }),
);
const fields = fc.dictionary(fc.constantFrom('F', 'G', 'a', 'a.b', 'message'), eventValue, { maxKeys: 4 });

describe('any text', () => {
  const noise = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('\n', '  ', '- ', ': ', '---\n', '{', '[', '&a ', '*a ', '|\n', '!!str ', '"', "'", '#', '\t'),
      fc.constantFrom('title: x\n', 'detection:\n', '  condition: s\n', 'logsource: {product: a}\n', '  s: {F: x}\n'),
    ),
    { maxLength: 30 },
  );

  it('is rules or reasons, never an exception', () => {
    fc.assert(
      fc.property(noise, (pieces) => {
        const text = pieces.join('');
        const { refused } = parseRules(text, 'noise');
        expect(refused.filter(({ code }) => code === 'internal_error')).toEqual([]);
        convertLegacy(text);
      }),
      { numRuns: 400 },
    );
  });
});

describe('any rules', () => {
  it('load or are refused with a reason that is known, and what loads evaluates', () => {
    let loaded = 0;
    fc.assert(
      fc.property(file, fields, (text, values) => {
        const pack = buildPack({ packId: 'p', version: '1', title: 'P', files: [{ path: 'f', text }] });
        expect(pack.refused.filter(({ code }) => code === 'internal_error')).toEqual([]);
        expect(JSON.parse(JSON.stringify(pack))).toEqual(pack);
        lintPack(pack);
        const event = { source: { categories: [], key: '' }, fields: values };
        for (const one of pack.rules) {
          if (one.kind !== 'detection') continue;
          loaded += 1;
          const verdict = evaluateRule(one, event);
          expect(explainRule(one, event).isTrue).toBe(verdict);
          // A pack is stored as JSON: the verdict must survive that.
          expect(evaluateRule(JSON.parse(JSON.stringify(one)) as typeof one, event, new EventContext(event))).toBe(
            verdict,
          );
        }
        convertLegacy(text);
      }),
      { numRuns: 400 },
    );
    expect(loaded).toBeGreaterThan(50);
  });
});
