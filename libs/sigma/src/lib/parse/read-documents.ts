import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Document, type Node } from 'yaml';
import { RULE_LIMITS } from './limits.ts';
import { RuleError } from './rule-error.ts';
import type { RuleEntry, RuleMap, RuleScalar, RuleValue } from './rule-value.ts';

/** A document of a file, or why it cannot be read. Empty documents are left out. */
export type ReadDocument = { line: number; value: RuleValue } | { line: number; error: RuleError };

/**
 * Reads the YAML documents of a file (YAML 1.2 core schema: `yes` and dates are texts). Each is bounded in size, depth
 * and aliases; a document that cannot be read stands for itself only.
 */
export function readDocuments(text: string): ReadDocument[] {
  if (text.length > RULE_LIMITS.fileCharacters) {
    const detail = `the file has ${text.length} characters; at most ${RULE_LIMITS.fileCharacters} are read`;
    return [{ line: 1, error: new RuleError('too_large', 1, detail) }];
  }
  const lines = new LineCounter();
  const documents = parseYaml(text, lines);
  if (documents instanceof RuleError) return [{ line: documents.line, error: documents }];
  if (documents.length > RULE_LIMITS.documentsPerFile) {
    const detail = `the file has ${documents.length} documents; at most ${RULE_LIMITS.documentsPerFile} are read`;
    return [{ line: 1, error: new RuleError('too_large', 1, detail) }];
  }
  return documents.flatMap((document) => readDocument(document, lines));
}

function parseYaml(text: string, lineCounter: LineCounter): Document.Parsed[] | RuleError {
  try {
    // Doubled keys are looked for below: the parser's own search is quadratic.
    const parsed = parseAllDocuments(text, {
      lineCounter,
      schema: 'core',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    return Array.isArray(parsed) ? (parsed as Document.Parsed[]) : [];
  } catch (error) {
    return error instanceof RangeError ? tooDeep(1) : new RuleError('yaml_error', 1, (error as Error).message);
  }
}

function tooDeep(line: number): RuleError {
  return new RuleError('too_deep', line, 'maps and lists stand too deep inside each other');
}

function readDocument(document: Document.Parsed, lines: LineCounter): ReadDocument[] {
  const lineAt = (offset: number | undefined): number => (offset === undefined ? 1 : lines.linePos(offset).line || 1);
  const line = lineAt(document.contents?.range?.[0] ?? document.range[0]);
  const [fault] = document.errors;
  if (fault) {
    const isTooDeep = document.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION');
    const at = lineAt(fault.pos[0]);
    return [{ line, error: isTooDeep ? tooDeep(at) : new RuleError('yaml_error', at, fault.message) }];
  }
  if (!document.contents) return [];
  try {
    const value = new NodeReader(lineAt).read(document.contents, 0);
    return value.kind === 'scalar' && value.value === null ? [] : [{ line, value }];
  } catch (error) {
    if (error instanceof RuleError) return [{ line, error }];
    throw error;
  }
}

/** Turns the nodes of one document into plain values, counting as it goes. */
class NodeReader {
  private readonly lineAt: (offset: number | undefined) => number;
  private readonly anchors = new Map<string, Node>();
  private nodeCount = 0;
  private aliasCount = 0;

  constructor(lineAt: (offset: number | undefined) => number) {
    this.lineAt = lineAt;
  }

  read(node: Node | null, depth: number): RuleValue {
    const line = this.lineAt(node?.range?.[0]);
    this.nodeCount += 1;
    if (this.nodeCount > RULE_LIMITS.nodesPerDocument) {
      throw new RuleError('too_large', line, `the document has more than ${RULE_LIMITS.nodesPerDocument} nodes`);
    }
    if (depth > RULE_LIMITS.depth) {
      throw new RuleError('too_deep', line, `maps and lists stand more than ${RULE_LIMITS.depth} deep`);
    }
    if (node === null) return { kind: 'scalar', line, value: null, text: '' };
    if (isAlias(node)) return this.readAlias(node.source, line, depth);
    if ('anchor' in node && node.anchor) this.anchors.set(node.anchor, node);
    if (isScalar(node)) return readScalar(node.value, node.type === 'PLAIN' ? node.source : undefined, line);
    if (isSeq(node)) {
      return { kind: 'list', line, items: node.items.map((item) => this.read(item as Node | null, depth + 1)) };
    }
    if (isMap(node)) return this.readMap(node.items as { key: Node | null; value: Node | null }[], line, depth);
    throw new RuleError('yaml_error', line, 'the document holds something that is no map, list or scalar');
  }

  private readMap(pairs: { key: Node | null; value: Node | null }[], line: number, depth: number): RuleMap {
    const seen = new Set<string>();
    const entries = pairs.map((pair): RuleEntry => {
      const key = this.read(pair.key, depth + 1);
      if (key.kind !== 'scalar') throw new RuleError('yaml_error', key.line, 'a key must be a text');
      if (seen.has(key.text)) throw new RuleError('duplicate_key', key.line, `the key "${key.text}" occurs twice`);
      seen.add(key.text);
      return { key: key.text, line: key.line, value: this.read(pair.value, depth + 1) };
    });
    return { kind: 'map', line, entries };
  }

  private readAlias(name: string, line: number, depth: number): RuleValue {
    this.aliasCount += 1;
    if (this.aliasCount > RULE_LIMITS.aliasesPerDocument) {
      const detail = `the document resolves more than ${RULE_LIMITS.aliasesPerDocument} aliases`;
      throw new RuleError('too_large', line, detail);
    }
    const target = this.anchors.get(name);
    if (!target) throw new RuleError('yaml_error', line, `the alias *${name} has no anchor`);
    return this.read(target, depth + 1);
  }
}

function readScalar(value: unknown, source: string | undefined, line: number): RuleScalar {
  const isKnown = value === null || typeof value === 'string' || typeof value === 'boolean';
  const known = isKnown || typeof value === 'number' ? value : String(value);
  const text = source ?? (known === null ? '' : String(known));
  return { kind: 'scalar', line, value: plainNumber(known, text), text };
}

/** A number with leading zeros, or one that a double cannot hold, is the text that the author wrote. */
function plainNumber(value: RuleScalar['value'], text: string): RuleScalar['value'] {
  if (typeof value !== 'number') return value;
  const isText = /^[-+]?0\d/.test(text) || !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER;
  return isText ? text : value;
}
