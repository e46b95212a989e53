import { z } from 'zod';
import { declaredFile, programFile, shapeFiles, windowsFile } from './data-tables.ts';

const word = z.string().regex(/^[a-z0-9_.-]+$/);
const words = z.array(z.string().min(1)).min(1);
const path = z.string().regex(/^[\w@()$.-]+$/);
const paths = z.union([path, z.array(path).min(1)]);
const rewrite = z.enum([
  'number',
  'joined',
  'with_json',
  'url_path',
  'url_query',
  'url_host',
  'url_extension',
  'hash_list',
]);
const fieldSpec = z.strictObject({
  from: paths,
  as: rewrite.optional(),
  map: z.record(z.string(), z.string()).optional(),
  named: z.string().optional(),
  isReplacing: z.boolean().optional(),
});
const fields = z.record(z.string().regex(/^[\w.-]+$/), z.union([paths, fieldSpec]));
const source = { product: word.optional(), service: word.optional(), categories: z.array(word).optional() };
const test = z.union([
  z.literal(true),
  z.array(z.union([z.string(), z.number()])).min(1),
  z.strictObject({ startsWith: words }),
]);
const head = { family: word, title: z.string().min(1) };

const shapeFile = z.strictObject({
  ...head,
  fieldSets: z.record(word, fields).optional(),
  shapes: z.array(
    z.strictObject({
      title: z.string().min(1),
      has: z.string().min(1),
      where: z.record(path, test).optional(),
      ...source,
      productFrom: z.strictObject({ path, words: z.record(z.string(), word) }).optional(),
      fieldSet: word.optional(),
      fields: fields.optional(),
      spread: z.array(path).optional(),
    }),
  ),
});
const windowsSchema = z.strictObject({
  ...head,
  channels: z.array(
    z.strictObject({ ...source, channels: words, providers: words.optional(), events: z.string().optional() }),
  ),
  events: z.record(
    z.string(),
    z.array(
      z.strictObject({
        ids: z.array(z.int().min(0).max(65_535)).min(1),
        categories: z.array(word),
        when: z.strictObject({ field: path, is: words }).optional(),
        fields: fields.optional(),
      }),
    ),
  ),
});
const programSchema = z.strictObject({
  ...head,
  programs: z.array(
    z.strictObject({ title: z.string().min(1), programs: words, ...source, fields: fields.optional() }),
  ),
  otherwise: z.strictObject({ product: word.optional(), service: word.optional() }),
});
const declaredSchema = z.strictObject({
  ...head,
  sources: z.array(
    z
      .strictObject({ product: word.optional(), service: word.optional(), category: word.optional() })
      .refine((one) => Object.keys(one).length > 0),
  ),
});

const issues = (schema: z.ZodType, file: unknown): unknown => schema.safeParse(file).error?.issues ?? [];

describe('the data files of log sources', () => {
  it('fulfil their schemas', () => {
    for (const file of shapeFiles) expect(issues(shapeFile, file)).toEqual([]);
    expect(issues(windowsSchema, windowsFile)).toEqual([]);
    expect(issues(programSchema, programFile)).toEqual([]);
    expect(issues(declaredSchema, declaredFile)).toEqual([]);
  });

  it('name only field sets and event lists that are there, and leave none unused', () => {
    for (const { fieldSets = {}, shapes } of shapeFiles) {
      const named = new Set(shapes.flatMap(({ fieldSet }) => fieldSet ?? []));
      expect([...named].sort()).toEqual(Object.keys(fieldSets).sort());
    }
    const lists = new Set(windowsFile.channels.flatMap(({ events }) => events ?? []));
    expect([...lists].sort()).toEqual(Object.keys(windowsFile.events).sort());
  });

  it('give each channel, provider and program once', () => {
    const channels = windowsFile.channels.flatMap((spec) => spec.channels);
    const providers = windowsFile.channels.flatMap((spec) => spec.providers ?? []);
    const programs = programFile.programs.flatMap((spec) => spec.programs);
    for (const list of [channels, providers, programs]) expect(new Set(list).size).toBe(list.length);
  });

  it('say something about every shape', () => {
    const silent = shapeFiles.flatMap(({ shapes }) =>
      shapes.filter((s) => !s.product && !s.service && !s.productFrom && (s.categories ?? []).length === 0),
    );
    expect(silent).toEqual([]);
  });
});
