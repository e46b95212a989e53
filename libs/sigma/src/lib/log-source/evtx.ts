import type { Fields } from './field-mapping.ts';
import { isObject, type JsonObject } from './field-path.ts';

/** Attributes of elements under `System` as Sigma names them; known ones need not be put together for every event. */
const systemNames = new Map<string, Map<string, string>>();
for (const [element, attributes] of Object.entries({
  Provider: ['Name', 'Guid', 'EventSourceName'],
  EventID: ['Qualifiers'],
  TimeCreated: ['SystemTime'],
  Execution: ['ProcessID', 'ThreadID'],
  Correlation: ['ActivityID', 'RelatedActivityID'],
  Security: ['UserID'],
})) {
  systemNames.set(element, new Map(attributes.map((attribute) => [attribute, `${element}_${attribute}`])));
}

/** Keys under which XML-to-JSON converters put the text of an element, most usual first. */
const TEXT_KEYS = ['#text', 'Value', '_', '$t', 'content', 'text'] as const;
const NAME_KEYS = ['Name', '@Name', '-Name', '@_Name'] as const;
/** Members of a `Data` list that become fields. */
const MAX_DATA = 1_000;

/**
 * A Windows event in its XML nesting as one flat object: `System.X` becomes `X`, attributes become `X_Attribute`,
 * members of `EventData` and `UserData` keep their names without blanks (Sigma specification, "Field Usage"). A field
 * of `System` wins over one of the same name in the data, and a rendered message is `Message`. Nothing is followed deeper than the form asks for.
 *
 * @param event  what stands under `Event`, or an object with `System` and `EventData`
 */
export function flattenEvtx(event: JsonObject): Fields {
  const data = event['EventData'];
  // Copying a plain object whole costs a fraction of writing it key by key.
  const isPlain = isPlainData(data);
  const out: Fields = isPlain ? { ...data } : {};
  if (!isPlain) addData(out, data);
  addUserData(out, event['UserData']);
  const system = event['System'];
  if (isObject(system)) for (const key in system) addSystem(out, key, system[key]);
  const rendering = event['RenderingInfo'];
  if (isObject(rendering) && typeof rendering['Message'] === 'string') out['Message'] ??= rendering['Message'];
  return out;
}

function addSystem(out: Fields, key: string, value: unknown): void {
  if (value === null || key === '#attributes' || key === '__proto__') return;
  if (typeof value !== 'object' || Array.isArray(value)) {
    out[key] = value;
    return;
  }
  const names = systemNames.get(key);
  const parts = value as JsonObject;
  for (const part in parts) {
    const inner = parts[part];
    if (part === '#attributes') {
      if (isObject(inner)) for (const name in inner) out[names?.get(name) ?? attributeName(key, name)] = inner[name];
    } else if (part === '#text' || part === 'Value') out[key] = inner;
    else out[names?.get(part) ?? attributeName(key, part)] = inner;
  }
}

/** Also `@Name` and `-Name`, as some converters mark attributes. */
function attributeName(element: string, attribute: string): string {
  const bare = /^[@-]_?/.test(attribute) ? attribute.replace(/^[@-]_?/, '') : attribute;
  return systemNames.get(element)?.get(bare) ?? `${element}_${bare}`;
}

/** Members of an `EventData` in any of its JSON forms. */
export function addData(out: Fields, data: unknown): void {
  if (typeof data !== 'object' || data === null) return;
  if (Array.isArray(data)) {
    addDataList(out, data);
    return;
  }
  const members = data as JsonObject;
  for (const key in members) {
    const value = members[key];
    if (typeof value !== 'object' || value === null) addMember(out, key, value);
    else if (key === 'Data') addDataList(out, Array.isArray(value) ? value : textOf(value));
    else if (key !== '#attributes') addMember(out, key, textOf(value));
  }
}

function addMember(out: Fields, key: string, value: unknown): void {
  if (key === '__proto__' || key === 'xmlns') return;
  out[key.includes(' ') ? key.replaceAll(' ', '') : key] = value;
}

/** `Data` elements: those with a name become fields, the others are values of the field `Data`. */
function addDataList(out: Fields, list: unknown): void {
  if (!Array.isArray(list)) {
    out['Data'] = list;
    return;
  }
  const nameless: unknown[] = [];
  for (const element of list.slice(0, MAX_DATA)) {
    const name = isObject(element) ? nameOf(element) : undefined;
    if (name === undefined) nameless.push(textOf(element));
    else addMember(out, name, textOf(element));
  }
  if (nameless.length > 0) out['Data'] = nameless;
}

function nameOf(element: JsonObject): string | undefined {
  const attributes = element['#attributes'] ?? element['$'];
  const holder = isObject(attributes) ? attributes : element;
  for (const key of NAME_KEYS) if (typeof holder[key] === 'string') return holder[key];
  return undefined;
}

/** The text of an element that carries attributes; any other value as it is. */
function textOf(value: unknown): unknown {
  if (!isObject(value)) return value;
  for (const key of TEXT_KEYS) if (value[key] !== undefined) return value[key];
  return nameOf(value) === undefined ? value : null;
}

/** `UserData` holds one element of the provider's own, which holds the fields. */
function addUserData(out: Fields, userData: unknown): void {
  if (!isObject(userData)) return;
  for (const key in userData) {
    const value = userData[key];
    if (isObject(value)) addData(out, value);
    else addMember(out, key, value);
  }
}

/** Tells whether every member is a field as it stands: a scalar under a name without blanks. */
function isPlainData(data: unknown): data is JsonObject {
  if (!isObject(data)) return false;
  for (const key in data) {
    const value = data[key];
    if ((typeof value === 'object' && value !== null) || key.includes(' ') || key === '__proto__' || key === 'xmlns') {
      return false;
    }
  }
  return true;
}
