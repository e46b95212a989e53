import { KEY_CATALOGUE } from './catalogue.ts';
import type { KeyDeclaration } from './declaration.ts';

/**
 * What access rules are made for: a declared pattern in which group and queue are named, since these tell roles apart
 * (`{org:<uuid>}:fence:db_writer`), and everything else is a placeholder.
 */
export type KeyShape = string;

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

const examples: Readonly<Record<string, string>> = {
  uuid: '6f1c9d5e-3b1a-4c8e-9a77-0d2f5b8c4e11',
  minute: '202611211430',
  hour: '2026112114',
  day: '20261121',
  hash: '0123456789abcdef0123456789abcdef',
  '0-15': '3',
  '0-255': '17',
};

/** How a placeholder looks in a key, and as a glob of an access rule; a glob without `*` keeps to one part of the key. */
const placeholders: Readonly<Record<string, { regExp: string; glob: string }>> = {
  uuid: { regExp: uuid, glob: '????????-????-4???-[89ab]???-????????????' },
  minute: { regExp: String.raw`\d{12}`, glob: '?'.repeat(12) },
  hour: { regExp: String.raw`\d{10}`, glob: '?'.repeat(10) },
  day: { regExp: String.raw`\d{8}`, glob: '?'.repeat(8) },
};
const anyPart = { regExp: '[^:{}]+', glob: '*' };

/** Groups and queues stay what they are; a further sink's group counts as `siem_forwarder*`. */
const named = new Set(['group', 'queue']);

interface Shaped {
  declaration: KeyDeclaration;
  regExp: RegExp;
}

const placeholder = /<([^>]+)>/g;

/** Patterns with the most fixed text first: `asset:health:<hash>` before `asset:<hash>:<hour>`. */
const shaped: readonly Shaped[] = [...KEY_CATALOGUE]
  .sort((a, b) => fixedLength(b.pattern) - fixedLength(a.pattern))
  .map((declaration) => ({ declaration, regExp: toRegExp(declaration.pattern) }));

function fixedLength(pattern: string): number {
  return pattern.replace(placeholder, '').length;
}

function toRegExp(pattern: string): RegExp {
  const parts = pattern.split(placeholder).map((text, index) => {
    if (index % 2 === 0) return escaped(text).replace(/\\\*$/, '.+');
    if (text === 'group') return String.raw`([a-z_]+(?::[0-9a-z-]+)?)`;
    if (named.has(text)) return `(${anyPart.regExp})`;
    return (placeholders[text] ?? anyPart).regExp;
  });
  return new RegExp(`^${parts.join('')}$`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** The shape of a key or channel and what declares it; null for one that the schema does not have. */
export function shapeOfKey(key: string): { shape: KeyShape; declaration: KeyDeclaration } | null {
  for (const { declaration, regExp } of shaped) {
    const match = regExp.exec(key);
    if (!match) continue;
    let at = 0;
    const shape = declaration.pattern.replace(placeholder, (whole, word: string) =>
      named.has(word) ? (match[++at] as string).replace(/^siem_forwarder.*/, 'siem_forwarder*') : whole,
    );
    return { shape, declaration };
  }
  return null;
}

/** The glob of a shape for an access rule of Redis: `{org:????????-…}:ledger:????????????`. */
export function aclPattern(shape: KeyShape): string {
  return shape.replace(placeholder, (_, word: string) => (placeholders[word] ?? anyPart).glob);
}

/** A key of the shape, for trying rules out. */
export function exampleKey(shape: KeyShape): string {
  return shape
    .replace(placeholder, (_, word: string) => examples[word] ?? 'x1')
    .replace('siem_forwarder*', 'siem_forwarder:sink-1')
    .replace(/\*$/, 'x1');
}

/** The declaration a shape belongs to. Throws TypeError for a shape that is not of this schema. */
export function declarationOf(shape: KeyShape): KeyDeclaration {
  const found = shapeOfKey(exampleKey(shape));
  if (!found) throw new TypeError(`no key is declared for ${shape}`);
  return found.declaration;
}

/** Pattern of every key of every organisation, for roles that read across entities. */
export const EVERY_ORG_KEY = aclPattern('{org:<uuid>}:*');

/** Pattern of acl-manager's own keys. */
export const EVERY_ACL_KEY = aclPattern('{acl}:*');

/** Patterns of what an append of events touches, for a role that sends events of its own. */
export const EVENT_APPEND_KEYS: readonly string[] = [
  '{org:<uuid>}:events:stream',
  '{org:<uuid>}:events:priority',
  '{org:<uuid>}:idem:<batchId>',
  '{org:<uuid>}:ledger:<minute>',
].map(aclPattern);

/** Pattern of every doorbell. */
export const EVERY_BELL = aclPattern('{bell:<0-15>}');

/** Keys that roles must not reach: of another form, of an id that is none, behind another tag, of entities apart. */
export const FOREIGN_KEYS: readonly string[] = [
  'events:stream',
  '{org:acme}:events:stream',
  `{org:a}:evil:${exampleKey('{org:<uuid>}:events:stream')}`,
  exampleKey('{org:<uuid>}:events:stream').toUpperCase(),
  `${exampleKey('{org:<uuid>}:config')}uration`,
  exampleKey('{org:<uuid>}:sensitive:<id>'),
  exampleKey('{org:<uuid>}:ml:model'),
  exampleKey('{acl}:lease'),
];
