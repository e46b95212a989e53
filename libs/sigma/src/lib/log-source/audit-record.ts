import type { EventSource } from '../model/sigma-event.ts';
import type { Fields } from './field-mapping.ts';
import { isObject, type JsonObject } from './field-path.ts';
import { sourceOf } from './source-registry.ts';

const RECORD = /^(?:node=\S+ )?type=([A-Z0-9_[\]]{1,40}) msg=audit\(([\d.]+):(\d+)\): ?/;
const MAX_KEY = 64;
const MAX_PAIRS = 512;
const MAX_ARGUMENTS = 256;
/** Fields that the kernel writes in hex when they hold blanks or quotes (audit-userspace, `auparse` of escaped fields). */
const ESCAPED = new Set(['exe', 'comm', 'name', 'cwd', 'cmd', 'proctitle', 'path', 'acct', 'dir', 'ocomm']);
const ARGUMENT = /^a\d{1,3}$/;
const HEX = /^(?:[0-9A-F]{2})+$/;

/** Tells cheaply whether a text may be a record of the Linux audit daemon. */
export function isAuditText(text: string): boolean {
  return (text.startsWith('type=') || text.startsWith('node=')) && text.includes(' msg=audit(');
}

/**
 * Reads one record of the Linux audit daemon (`type=EXECVE msg=audit(…): a0="id"`) into the fields that rules know.
 * Hex-encoded texts are decoded, and quoted records inside `msg='…'` are read as well.
 *
 * @returns undefined when the text is no such record
 */
export function readAuditText(text: string): Fields | undefined {
  const head = RECORD.exec(text);
  if (head === null) return undefined;
  const out: Fields = { type: head[1], auditTime: Number(head[2]), auditId: head[3] };
  readPairs(out, text.slice(head[0].length), head[1] as string, MAX_PAIRS);
  return out;
}

/** Goes from `=` to `=`, so that the cost of a text is that of its length, whatever stands in it. */
function readPairs(out: Fields, text: string, type: string, most: number): void {
  let at = 0;
  for (let left = most; left > 0; left -= 1) {
    const equals = text.indexOf('=', at);
    if (equals === -1) return;
    const key = keyBefore(text, equals, at);
    const quote = text[equals + 1];
    const isQuoted = quote === '"' || quote === "'";
    const from = isQuoted ? equals + 2 : equals + 1;
    const end = isQuoted ? text.indexOf(quote, from) : bareEnd(text, from);
    const value = text.slice(from, end === -1 ? text.length : end);
    if (key === 'msg' && quote === "'") readPairs(out, value, type, left);
    else if (key !== '') out[key] ??= isQuoted ? value : decoded(key, value, type);
    if (end === -1) return;
    at = end + 1;
  }
}

function keyBefore(text: string, end: number, from: number): string {
  let start = end;
  while (start > from && end - start < MAX_KEY && isKeyCharacter(text.charCodeAt(start - 1))) start -= 1;
  const key = text.slice(start, end);
  return /^[A-Za-z]/.test(key) ? key : '';
}

function isKeyCharacter(code: number): boolean {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x5f;
}

/** Values without quotes end at white space or at the separator before enriched fields. */
function bareEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && text.charCodeAt(end) > 0x20) end += 1;
  return end;
}

function decoded(key: string, value: string, type: string): string {
  const isText = type === 'EXECVE' ? ARGUMENT.test(key) : ESCAPED.has(key);
  if (!isText || value.length < 2 || !HEX.test(value)) return value;
  const text = Buffer.from(value, 'hex').toString('utf8');
  return key === 'proctitle' ? text.replaceAll('\0', ' ') : text;
}

/**
 * Reads the audit records of one event that a tool has put together as JSON, an object per record type (Laurel).
 *
 * @returns undefined when there is neither a `SYSCALL` nor an `EXECVE` object
 */
export function readAuditObject(event: JsonObject): Fields | undefined {
  const { SYSCALL: syscall, EXECVE: execve, PARENT_INFO: parent, CWD: cwd } = event;
  if (!isObject(syscall) && !isObject(execve)) return undefined;
  const out: Fields = { type: Object.keys(event).filter((key) => /^[A-Z0-9_]{2,40}$/.test(key)) };
  if (isObject(syscall)) {
    addScalars(out, syscall);
    if (typeof syscall['SYSCALL'] === 'string') out['SYSCALL'] = syscall['SYSCALL'];
  }
  if (isObject(execve)) addArguments(out, execve);
  if (isObject(cwd)) out['cwd'] = cwd['cwd'];
  const paths = Array.isArray(event['PATH']) ? event['PATH'].slice(0, MAX_ARGUMENTS).filter(isObject) : [];
  if (paths.length > 0) out['name'] = paths.map((path) => path['name']).filter((name) => typeof name === 'string');
  if (isObject(parent)) {
    if (typeof parent['exe'] === 'string') out['ParentImage'] = parent['exe'];
    if (Array.isArray(parent['ARGV'])) out['ParentCommandLine'] = words(parent['ARGV']).join(' ');
  }
  return out;
}

function addScalars(out: Fields, record: JsonObject): void {
  for (const key in record) {
    const value = record[key];
    if (typeof value !== 'object' && key !== '__proto__') out[key] = value;
  }
}

function addArguments(out: Fields, execve: JsonObject): void {
  const list = Array.isArray(execve['ARGV']) ? words(execve['ARGV']) : argumentsIn(execve);
  list.forEach((word, i) => (out[`a${i}`] = word));
}

function words(list: readonly unknown[]): string[] {
  return list.slice(0, MAX_ARGUMENTS).filter((word) => typeof word === 'string');
}

function argumentsIn(fields: JsonObject): string[] {
  const list: string[] = [];
  for (let i = 0; i < MAX_ARGUMENTS; i += 1) {
    const word = fields[`a${i}`];
    if (typeof word !== 'string') break;
    list.push(word);
  }
  return list;
}

const auditd = { product: 'linux', service: 'auditd' } as const;
/** Of records that belong to no category. */
const AUDIT_SOURCE = sourceOf(auditd);
const PROCESS_SOURCE = sourceOf({ ...auditd, categories: ['process_creation'] });
const FILE_SOURCE = sourceOf({ ...auditd, categories: ['file_event'] });

/**
 * Tells the log source of an audit record and adds what rules of its category look at: the start of a program is a
 * process creation, a path that came into being a file event.
 */
export function classifyAudit(fields: Fields): EventSource {
  if (isType(fields, 'EXECVE')) {
    const list = argumentsIn(fields);
    return list.length === 0 ? AUDIT_SOURCE : processStart(fields, fields['exe'] ?? list[0], list.join(' '));
  }
  if (isType(fields, 'SYSCALL') && isExecve(fields) && typeof fields['exe'] === 'string') {
    return processStart(fields, fields['exe']);
  }
  if (isType(fields, 'PATH') && fields['nametype'] === 'CREATE' && fields['name'] !== undefined) {
    fields['TargetFilename'] ??= fields['name'];
    return FILE_SOURCE;
  }
  return AUDIT_SOURCE;
}

function isType(fields: Fields, type: string): boolean {
  const given = fields['type'];
  return given === type || (Array.isArray(given) && given.includes(type));
}

function isExecve(fields: Fields): boolean {
  return fields['SYSCALL'] === 'execve' || fields['SYSCALL'] === 'execveat';
}

function processStart(fields: Fields, image: unknown, commandLine?: string): EventSource {
  fields['Image'] ??= image;
  if (commandLine !== undefined) fields['CommandLine'] ??= commandLine;
  if (fields['cwd'] !== undefined) fields['CurrentDirectory'] ??= fields['cwd'];
  const user = fields['UID'] ?? fields['AUID'];
  if (typeof user === 'string') fields['User'] ??= user;
  return PROCESS_SOURCE;
}
