import type { EventSource } from '../model/sigma-event.ts';
import type { ShapeFile, ShapeSpec, TestSpec } from './data-file.ts';
import { addMapped, fieldMappings, type FieldMapping, type Fields } from './field-mapping.ts';
import { fieldPath, isObject, readPath, wordOf, type FieldPath, type JsonObject } from './field-path.ts';
import { sourceOf } from './source-registry.ts';

type Test = { path: FieldPath; holds: (value: unknown) => boolean };

interface Shape {
  tests: readonly Test[];
  source: EventSource;
  /** Sources by the sender's word for the product. */
  bySender?: { path: FieldPath; sources: ReadonlyMap<string, EventSource> };
  mappings: readonly FieldMapping[];
  spread: readonly FieldPath[];
}

/** Members of a list of words that are looked at. */
const MAX_WORDS = 10;

/** Shapes of events that have one key: those told apart by the words of a field, and the rest in order. */
interface Marker {
  switches: { path: FieldPath; byWord: Map<string, Shape[]> }[];
  others: Shape[];
}

export interface Shaped {
  source: EventSource;
  fields: JsonObject;
}

/** Tells what an event is that has a certain key; undefined when it is something else. */
export type Recognise = (event: JsonObject) => Shaped | undefined;

/**
 * The shapes of all data files by the key that an event must have, in the order of the files. Shapes with a list of
 * words as their first condition are tried before the others of their key.
 */
export function shapeRecognisers(files: readonly ShapeFile[]): ReadonlyMap<string, Recognise> {
  const markers = new Map<string, Marker>();
  for (const file of files) for (const spec of file.shapes) addShape(markers, file, spec);
  return new Map([...markers].map(([key, marker]) => [key, (event) => shapedBy(event, marker)]));
}

function shapedBy(event: JsonObject, marker: Marker): Shaped | undefined {
  const shape = shapeOf(event, marker);
  return shape === undefined ? undefined : { source: sourceIn(event, shape), fields: fieldsOf(event, shape) };
}

function shapeOf(event: JsonObject, marker: Marker): Shape | undefined {
  for (const { path, byWord } of marker.switches) {
    const value = readPath(event, path);
    if (value === undefined) continue;
    const found = Array.isArray(value)
      ? firstFor(value.slice(0, MAX_WORDS), byWord, event)
      : fitting(byWord.get(wordOf(value) ?? ''), event);
    if (found) return found;
  }
  return fitting(marker.others, event);
}

function firstFor(words: readonly unknown[], byWord: Map<string, Shape[]>, event: JsonObject): Shape | undefined {
  for (const word of words) {
    const found = fitting(byWord.get(wordOf(word) ?? ''), event);
    if (found) return found;
  }
  return undefined;
}

function fitting(shapes: readonly Shape[] | undefined, event: JsonObject): Shape | undefined {
  if (shapes === undefined) return undefined;
  for (const shape of shapes) {
    if (shape.tests.every(({ path, holds }) => holds(readPath(event, path)))) return shape;
  }
  return undefined;
}

function sourceIn(event: JsonObject, { source, bySender }: Shape): EventSource {
  if (bySender === undefined) return source;
  const word = readPath(event, bySender.path);
  return (typeof word === 'string' ? bySender.sources.get(word.toLowerCase()) : undefined) ?? source;
}

/** The event itself where the names are Sigma's already, else a copy with what the shape adds. */
function fieldsOf(event: JsonObject, { mappings, spread }: Shape): JsonObject {
  if (mappings.length === 0 && spread.length === 0) return event;
  const out: Fields = { ...event };
  for (const path of spread) {
    const inner = readPath(event, path);
    if (isObject(inner)) addMembers(out, inner);
  }
  addMapped(out, event, mappings);
  return out;
}

/** Own members of `inner` beside what `out` has; `__proto__` would not become a field of its own. */
export function addMembers(out: Fields, inner: JsonObject): void {
  for (const key in inner) {
    if (key !== '__proto__' && out[key] === undefined) out[key] = inner[key];
  }
}

/** A shape whose first condition is on a member of its key (`event.dataset` of `event`) is also found by that dotted key. */
function addShape(markers: Map<string, Marker>, file: ShapeFile, spec: ShapeSpec): void {
  const [first, ...rest] = Object.entries(spec.where ?? {});
  const shape: Shape = {
    tests: (isWords(first?.[1]) ? rest : first ? [first, ...rest] : []).map(([path, test]) => testOf(path, test)),
    source: sourceOf(spec),
    bySender: bySenderOf(spec),
    mappings: fieldMappings({ ...(spec.fieldSet ? file.fieldSets?.[spec.fieldSet] : {}), ...spec.fields }),
    spread: (spec.spread ?? []).map(fieldPath),
  };
  for (const key of first?.[0].startsWith(`${spec.has}.`) ? [spec.has, first[0]] : [spec.has]) {
    const marker = markers.get(key) ?? { switches: [], others: [] };
    markers.set(key, marker);
    if (first && isWords(first[1])) addToSwitch(marker, first[0], first[1] as readonly (string | number)[], shape);
    else marker.others.push(shape);
  }
}

function addToSwitch(marker: Marker, path: string, words: readonly (string | number)[], shape: Shape): void {
  const known = marker.switches.find((s) => s.path.text === path);
  const { byWord } = known ?? { byWord: new Map<string, Shape[]>() };
  if (!known) marker.switches.push({ path: fieldPath(path), byWord });
  for (const word of words) {
    byWord.set(String(word), [...(byWord.get(String(word)) ?? []), shape]);
  }
}

function bySenderOf(spec: ShapeSpec): Shape['bySender'] {
  if (spec.productFrom === undefined) return undefined;
  const { path, words } = spec.productFrom;
  const sources = Object.entries(words).map(([word, product]) => [word, sourceOf({ ...spec, product })] as const);
  return { path: fieldPath(path), sources: new Map(sources) };
}

function isWords(test: TestSpec | undefined): boolean {
  return Array.isArray(test);
}

function testOf(path: string, test: TestSpec): Test {
  return { path: fieldPath(path), holds: holdsOf(test) };
}

function holdsOf(test: TestSpec): (value: unknown) => boolean {
  if (test === true) return (value) => value !== undefined;
  if ('startsWith' in test) {
    return (value) => typeof value === 'string' && test.startsWith.some((start) => value.startsWith(start));
  }
  const words = new Set(test.map(String));
  const isOne = (value: unknown): boolean => words.has(wordOf(value) ?? '');
  return (value) => (Array.isArray(value) ? value.slice(0, MAX_WORDS).some(isOne) : isOne(value));
}
