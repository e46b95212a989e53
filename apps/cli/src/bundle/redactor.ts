/** What stands where a secret stood. */
export const HIDDEN = '********';

export interface RedactorOptions {
  /** Texts that must not get out, whatever they look like. */
  secrets: Iterable<string>;
  /** Names of machines to give pseudonyms, when `isPseudonymous`. */
  hosts?: Iterable<string>;
  /** Whether addresses, machines, people and organisations get pseudonyms too. */
  isPseudonymous: boolean;
}

/** A shorter text would be hidden in the middle of ordinary words. */
const shortestSecret = 6;

const named =
  'passw(?:or)?d|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|authorization|cookie|requirepass|masterauth|primaryauth|private[_-]?key|credential';

type Shape = readonly [RegExp, string | ((whole: string, head: string, value: string) => string)];

/** A quoted text to its end or that of the line, an array of such, or one word. */
const value = String.raw`(\[\s*(?="|')(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'\]])*\]?|\\"[^"\n]*"?|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|[^\s,;&}\])"']+)`;
const scheme = 'Bearer|Basic|Splunk|ApiKey';
/** What says nothing, holds more of its own, or is hidden already. */
const nothing = String.raw`(?!\*{8}|(?:true|false|null)\b|(?:${scheme})\s+\*{8}|\{\s*(?:["'}]|$)|\[\s*(?:[\]{[\d-]|$))`;

/**
 * What secrets look like, and what is left of them. No word boundary before them: `\n` in JSON text ends in a letter.
 * What precedes a sign that must be there is bounded, so that the time is linear in the length of a line.
 */
const shapes: readonly Shape[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, HIDDEN],
  [/(rk_[0-9A-Za-z]{4,32}_)[\w-]{16,}/g, `$1${HIDDEN}`],
  [/(whsec_)[\w+/=-]{8,}/g, `$1${HIDDEN}`],
  [/(gh[pousr]_)\w{20,}/g, `$1${HIDDEN}`],
  [/([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@"']{0,256}:)[^\s@"']{1,1024}@/gi, `$1${HIDDEN}@`],
  [new RegExp(String.raw`\b(${scheme})(\s+)[\w.~+/=-]{6,}`, 'gi'), `$1$2${HIDDEN}`],
  [/eyJ[\w-]{6,2048}\.[\w-]{6,16384}\.[\w-]{6,}/g, HIDDEN],
  [/A(?:KIA|SIA)[0-9A-Z]{16}\b/g, HIDDEN],
  [/#[0-9a-f]{64}\b/g, `#${HIDDEN}`],
  // Rules of a Redis user: passwords stand behind their sign.
  [/\b(?:set)?user\b[^\r\n]*/gi, (line) => line.replace(/(?<=[\s"'])([<>])(?![^\s"']*>)[^\s"',]+/g, `$1${HIDDEN}`)],
  [/(\bAUTH\b["']?|"auth")(?:[ \t]+\S+){1,2}/g, `$1 ${HIDDEN}`],
  [/((?:requirepass|masterauth|primaryauth)["']?[ \t]+)(?:"[^"\n]*"?|'[^'\n]*'?|[^\s"']+)/gi, `$1${HIDDEN}`],
  // All of a header, however many cookies it has.
  [/(cookie["']?[:=][ \t]*)(?!\*{8})[^\s"'[][^\r\n"']*/gi, `$1${HIDDEN}`],
  [
    new RegExp(String.raw`((?:${named})[\w.-]{0,64}(?:\\?["'])?[ \t]*[:=][ \t]*)${nothing}${value}`, 'gi'),
    (_, head, text) => head + hiddenLike(head, text),
  ],
  // Variables of a container: the name is a value as well.
  [
    new RegExp(
      String.raw`(\bname["']?\s{0,9}:\s{0,9}["']?[\w.-]{0,64}?(?:${named})[\w.-]{0,64}["']?,?\s{0,40}["']?value["']?\s{0,9}:[ \t]{0,9})${nothing}${value}`,
      'gi',
    ),
    (_, head, text) => head + hiddenLike(head, text),
  ],
  [new RegExp(String.raw`(--[\w-]{0,40}(?:${named})[\w-]{0,40}[ \t]+)[^\s-]\S*`, 'gi'), `$1${HIDDEN}`],
  [new RegExp(String.raw`\b((?:${named}|--pass|-a|--user)\s+)(?=\S*\d)[\w+/=-]{12,}`, 'gi'), `$1${HIDDEN}`],
];

/** In the quotes that it had, so that JSON stays JSON; its small numbers are counts. */
function hiddenLike(head: string, text: string): string {
  const isJson = /"[ \t]*:[ \t]*$/.test(head);
  if (isJson && /^\d{1,6}$/.test(text)) return text;
  if (text.startsWith('[')) return `["${HIDDEN}"]`;
  if (text.startsWith('\\"')) return `\\"${HIDDEN}\\"`;
  return isJson || text.startsWith('"') ? `"${HIDDEN}"` : HIDDEN;
}

const ipv4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g;
const ipv6 = /(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){1,7}(?![\w:])/gi;
const mail = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g;
const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const keepAddress = /^(127\.|0\.0\.0\.0$|255\.)/;

/** Takes secrets out of text: those it was told of, and whatever looks like one. The same name has the same pseudonym. */
export class Redactor {
  readonly #secrets: readonly string[];
  readonly #hosts: readonly string[];
  readonly #isPseudonymous: boolean;
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  #hidden = 0;

  constructor({ secrets, hosts = [], isPseudonymous }: RedactorOptions) {
    const texts = [...secrets].filter((text) => text.length >= shortestSecret);
    this.#secrets = [...new Set(texts.flatMap(spellings))].sort((a, b) => b.length - a.length);
    this.#hosts = [...new Set(hosts)].filter((host) => host.length > 2 && !ipv4Only.test(host) && host !== 'localhost');
    this.#isPseudonymous = isPseudonymous;
  }

  /** How many secrets were taken out so far. */
  get hidden(): number {
    return this.#hidden;
  }

  text(input: string): string {
    let text = input;
    for (const secret of this.#secrets) text = this.#count(text, secret);
    for (const shape of shapes) text = this.#replace(text, shape);
    return this.#isPseudonymous ? this.#pseudonyms(text) : text;
  }

  /** Known secrets that a text still holds: nothing that has any may be handed on. */
  holdsSecret(text: string): boolean {
    return this.#secrets.some((secret) => text.includes(secret));
  }

  #count(text: string, secret: string): string {
    const parts = text.split(secret);
    this.#hidden += parts.length - 1;
    return parts.join(HIDDEN);
  }

  #replace(text: string, [shape, rest]: Shape): string {
    const after = typeof rest === 'string' ? text.replace(shape, rest) : text.replace(shape, rest);
    if (after !== text) this.#hidden++;
    return after;
  }

  #pseudonyms(text: string): string {
    let out = text
      .replace(mail, (name) => this.#pseudonym('mail', name))
      .replace(uuid, (name) => this.#pseudonym('id', name.toLowerCase()));
    for (const host of this.#hosts) out = out.replaceAll(host, () => this.#pseudonym('host', host));
    const address = (name: string): string => (keepAddress.test(name) ? name : this.#pseudonym('ip', name));
    return out.replace(ipv4, address).replace(ipv6, address);
  }

  #pseudonym(kind: string, name: string): string {
    const key = `${kind}:${name}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const number = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, number);
    this.#names.set(key, `<${kind}-${number}>`);
    return `<${kind}-${number}>`;
  }
}

const ipv4Only = /^[\d.:]+$/;

/** As it is, in an address, in JSON, and in base64 as HTTP sends it. */
function spellings(secret: string): string[] {
  return [
    ...[secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)],
    ...[Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('base64url')],
  ];
}
