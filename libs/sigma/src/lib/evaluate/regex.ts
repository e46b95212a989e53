import { createRequire } from 'node:module';

/** A compiled regular expression of a rule: linear in the text, never backtracking. */
export interface Regex {
  /** Searches anywhere. A Buffer holds UTF-8 and saves the conversion when many patterns look at one value. */
  test(text: string | Buffer): boolean;
}

type Engine = (source: string, flags: string) => Regex;

/** What the process runs: the native RE2 or, where it cannot load, its port, some 100 times slower. */
export type RegexEngineName = 're2' | 're2js';

const load = createRequire(import.meta.url);

let engine: Engine | undefined;
let engineName: RegexEngineName = 're2';
let onFallback: ((error: Error) => void) | undefined;

/** Says what to do, once, when the native engine cannot load and the slow one takes over. */
export function onRegexFallback(report: (error: Error) => void): void {
  onFallback = report;
}

/** The engine in use; loads it. */
export function regexEngine(): RegexEngineName {
  engine ??= loadEngine();
  return engineName;
}

/**
 * Compiles an RE2 pattern, unanchored. Flags: `i`, `m`, `s`.
 *
 * @throws SyntaxError when RE2 does not take the pattern (look-around, back references, too large)
 */
export function createRegex(source: string, flags: string): Regex {
  engine ??= loadEngine();
  return engine(source, flags);
}

/** The portable engine by itself, to be compared with the native one. */
export function createPortableRegex(source: string, flags: string): Regex {
  return portableEngine()(source, flags);
}

function loadEngine(): Engine {
  try {
    const RE2 = load('re2') as typeof import('re2');
    RE2.unicodeWarningLevel = 'nothing';
    engineName = 're2';
    return (source, flags) => {
      const compiled = compileWith(() => new RE2(source, flags));
      return { test: (text) => compiled.test(text) };
    };
  } catch (error) {
    engineName = 're2js';
    onFallback?.(error as Error);
    return portableEngine();
  }
}

function portableEngine(): Engine {
  const { RE2JS } = load('re2js') as typeof import('re2js');
  const bitOf: Record<string, number> = {
    i: RE2JS.CASE_INSENSITIVE,
    m: RE2JS.MULTILINE,
    s: RE2JS.DOTALL,
  };
  return (source, flags) => {
    const bits = [...flags].reduce((sum, flag) => sum | (bitOf[flag] ?? 0), 0);
    const compiled = compileWith(() => RE2JS.compile(RE2JS.translateRegExp(source), bits));
    return { test: (text) => compiled.matcher(typeof text === 'string' ? text : text.toString('utf8')).find() };
  };
}

/** Both engines have errors of their own. */
function compileWith<T>(compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    throw new SyntaxError((error as Error).message, { cause: error });
  }
}
