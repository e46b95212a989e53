import type { ChannelSpec, EventIdSpec, FieldSpecs, ShapeFile, ShapeSpec, TestSpec } from './data-file.ts';
import { declaredFile, programFile, shapeFiles, windowsFile } from './data-tables.ts';

/** One way in which events of a log source are recognised, for people. */
export interface SourceDescription {
  family: string;
  title: string;
  product?: string;
  service?: string;
  categories: readonly string[];
  /** What an event must look like. */
  recognisedBy: string;
  /** Sigma fields that are added, with where they come from. */
  fields: readonly { name: string; from: readonly string[] }[];
}

/** Families of the data files with their titles, in the order of `describeSources`. */
export function sourceFamilies(): { family: string; title: string }[] {
  const files = [windowsFile, programFile, ...shapeFiles, declaredFile];
  return files.map(({ family, title }) => ({ family, title }));
}

/** Everything the classifier recognises, in the order of the data files. */
export function describeSources(): SourceDescription[] {
  return [...ofWindows(), ...ofPrograms(), ...ofAudit(), ...shapeFiles.flatMap(ofShapes), ...ofDeclared()];
}

function ofWindows(): SourceDescription[] {
  return windowsFile.channels.flatMap((spec) => {
    const head = { family: windowsFile.family, product: spec.product ?? 'windows', service: spec.service };
    const where = channelText(spec);
    const whole = {
      ...head,
      title: spec.channels[0] ?? '',
      categories: spec.categories ?? [],
      recognisedBy: where,
      fields: [],
    };
    const events = spec.events === undefined ? [] : (windowsFile.events[spec.events] ?? []);
    const rows = events.map((event) => ({
      ...head,
      title: `${spec.channels[0] ?? ''}, ${eventText(event)}`,
      categories: [...(spec.categories ?? []), ...event.categories],
      recognisedBy: `the same with ${eventText(event)}`,
      fields: fieldList(event.fields),
    }));
    return [whole, ...rows];
  });
}

function channelText({ channels, providers = [] }: ChannelSpec): string {
  const provider = providers.length === 0 ? '' : ` or provider ${providers.join(', ')}`;
  return `channel ${channels.join(', ')}${provider}`;
}

function eventText({ ids, when }: EventIdSpec): string {
  return `event ${ids.join(', ')}${when === undefined ? '' : ` with ${when.field} ${when.is.join(' or ')}`}`;
}

function ofPrograms(): SourceDescription[] {
  const { family, programs, otherwise } = programFile;
  const rows = programs.map((spec) => ({
    ...{ family, title: spec.title, product: spec.product, service: spec.service, categories: spec.categories ?? [] },
    recognisedBy: `syslog program ${spec.programs.join(', ')}`,
    fields: fieldList(spec.fields),
  }));
  const rest = { family, title: 'Other programs', ...otherwise, categories: [], recognisedBy: 'any other syslog line' };
  return [...rows, { ...rest, fields: [] }];
}

function ofAudit(): SourceDescription[] {
  const head = { family: programFile.family, product: 'linux', service: 'auditd' };
  const by = '`type=… msg=audit(…)` in raw or message, or its JSON forms';
  const process = [
    { name: 'Image', from: ['exe', 'a0'] },
    { name: 'CommandLine', from: ['a0', 'a1', '…'] },
    { name: 'CurrentDirectory', from: ['cwd'] },
    { name: 'User', from: ['UID', 'AUID'] },
  ];
  const row = (title: string, categories: string[], recognisedBy: string, fields: SourceDescription['fields']) => ({
    ...{ ...head, title, categories, recognisedBy, fields },
  });
  return [
    row('Audit records', [], by, []),
    row('Audit records of process starts', ['process_creation'], `${by}; EXECVE, or SYSCALL of execve`, process),
    row('Audit records of new files', ['file_event'], `${by}; PATH with nametype CREATE`, [
      { name: 'TargetFilename', from: ['name'] },
    ]),
  ];
}

function ofShapes(file: ShapeFile): SourceDescription[] {
  return file.shapes.map((shape) => ({
    family: file.family,
    title: shape.title,
    product: shape.productFrom === undefined ? shape.product : productsOf(shape.productFrom),
    service: shape.service,
    categories: shape.categories ?? [],
    recognisedBy: shapeText(shape),
    fields: fieldList({ ...(shape.fieldSet ? file.fieldSets?.[shape.fieldSet] : {}), ...shape.fields }),
  }));
}

function productsOf({ path, words }: NonNullable<ShapeSpec['productFrom']>): string {
  return `${[...new Set(Object.values(words))].join(', ')} by ${path}`;
}

function shapeText({ has, where = {} }: ShapeSpec): string {
  const tests = Object.entries(where).map(([path, test]) => testText(path, test));
  return (tests.some((test) => test.startsWith(has)) ? tests : [has, ...tests]).join('; ');
}

function testText(path: string, test: TestSpec): string {
  if (test === true) return path;
  if ('startsWith' in test) return `${path} begins with ${test.startsWith.join(', ')}`;
  return `${path} is ${test.join(', ')}`;
}

function ofDeclared(): SourceDescription[] {
  return declaredFile.sources.map(({ product, service, category }) => {
    const given = Object.entries({ product, service, category }).filter(([, word]) => word !== undefined);
    const text = given.map(([name, word]) => `${name} ${word}`).join(', ');
    return {
      ...{ family: declaredFile.family, title: text, product, service, fields: [] },
      categories: category === undefined ? [] : [category],
      recognisedBy: `logsource with ${text}`,
    };
  });
}

function fieldList(specs: FieldSpecs = {}): SourceDescription['fields'] {
  return Object.entries(specs).map(([name, spec]) => {
    const from = typeof spec === 'object' && 'from' in spec ? spec.from : spec;
    return { name, from: typeof from === 'string' ? [from] : from };
  });
}
