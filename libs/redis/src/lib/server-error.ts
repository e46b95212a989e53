/** What a server's error reply means for the caller; closed, used as a metric label. */
export type ServerErrorKind =
  | 'moved'
  | 'ask'
  | 'tryagain'
  | 'clusterdown'
  | 'loading'
  | 'readonly'
  | 'noscript'
  | 'oom'
  | 'noreplicas'
  | 'noperm'
  | 'noauth'
  | 'nogroup'
  | 'misconf'
  | 'busy'
  | 'other';

export const SERVER_ERROR_KINDS: readonly ServerErrorKind[] = [
  ...(['moved', 'ask', 'tryagain', 'clusterdown', 'loading', 'readonly', 'noscript'] as const),
  ...(['oom', 'noreplicas', 'noperm', 'noauth', 'nogroup', 'misconf', 'busy', 'other'] as const),
];

const byPrefix: Readonly<Record<string, ServerErrorKind>> = {
  MOVED: 'moved',
  ASK: 'ask',
  TRYAGAIN: 'tryagain',
  CLUSTERDOWN: 'clusterdown',
  LOADING: 'loading',
  MASTERDOWN: 'loading',
  READONLY: 'readonly',
  NOSCRIPT: 'noscript',
  OOM: 'oom',
  NOREPLICAS: 'noreplicas',
  NOPERM: 'noperm',
  NOAUTH: 'noauth',
  WRONGPASS: 'noauth',
  NOGROUP: 'nogroup',
  MISCONF: 'misconf',
  BUSY: 'busy',
};

/** What scripts answer of a command the user may not run, in Redis 7.0 and from 7.2 on. */
const deniedInScript = /^(?:ERR )?(?:The user executing the script can't|ACL failure in script)/;

/** Reads the kind off an error reply; a script passes the inner error's first word on. */
export function serverErrorKind(message: string): ServerErrorKind {
  if (deniedInScript.test(message)) return 'noperm';
  const word = /^(?:ERR )?-?([A-Z]+)\b/.exec(message)?.[1] ?? '';
  return Object.hasOwn(byPrefix, word) ? (byPrefix[word] as ServerErrorKind) : 'other';
}

/** Refusals after which the command has certainly not been executed and may succeed elsewhere or later. */
const definiteRefusals: ReadonlySet<ServerErrorKind> = new Set([
  ...(['moved', 'ask', 'tryagain', 'clusterdown', 'loading', 'readonly', 'noscript'] as const),
]);

export function isDefiniteRefusal(kind: ServerErrorKind): boolean {
  return definiteRefusals.has(kind);
}

/** Node address inside a MOVED or ASK reply: `MOVED 3999 127.0.0.1:6381`. */
export function redirectTarget(message: string): string | null {
  return /^(?:MOVED|ASK) \d+ (\S+:\d+)$/.exec(message)?.[1] ?? null;
}
