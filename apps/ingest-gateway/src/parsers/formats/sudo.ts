import type { MessageMeaning, MessageParser, ProgramFormat } from '../types.ts';
import { withDetail, withUser } from '../meanings.ts';

const USER = /^ *(\S+) : /;
const SPACE = /\s/;

interface Entry {
  user: string | undefined;
  refusal: string | undefined;
  tty: string;
  directory: string;
  runAs: string;
  command: string;
}

const sudoEntry: MessageParser = (text) => {
  const entry = entryOf(text);
  if (entry === undefined) return null;
  const { user, refusal, ...details } = entry;
  const isRefused = refusal !== undefined;
  const meaning: MessageMeaning = {
    eventType: 'privilege_change',
    severity: isRefused ? 'medium' : 'low',
    action: 'sudo',
    outcome: isRefused ? 'failure' : 'success',
    details,
  };
  return withDetail(withUser(meaning, user), 'reason', refusal);
};

/**
 * Reads `user : [refusal ; ]TTY=… ; PWD=… ; USER=…[ ; GROUP=…][ ; ENV=…] ; COMMAND=…` from the front, each part searched
 * for once: an expression with as many gaps tries all their combinations when the end is missing.
 */
function entryOf(text: string): Entry | undefined {
  const head = USER.exec(text);
  if (head === null) return undefined;
  const start = head[0].length;
  const isRefused = !text.startsWith('TTY=', start);
  const gap = isRefused ? text.indexOf(' ; TTY=', start) : start;
  if (gap === -1) return undefined;
  const ttyAt = isRefused ? gap + 7 : gap + 4;
  const pwdAt = text.indexOf(' ; PWD=', ttyAt);
  const tty = text.slice(ttyAt, pwdAt);
  if (pwdAt === -1 || tty === '' || SPACE.test(tty)) return undefined;
  const rest = runAsOf(text, pwdAt + 7);
  return rest && { user: head[1], refusal: isRefused ? text.slice(start, gap) : undefined, tty, ...rest };
}

/** The folder may hold what looks like the next part; the first that leads to a command counts. */
function runAsOf(text: string, directoryAt: number): Pick<Entry, 'directory' | 'runAs' | 'command'> | undefined {
  const lastCommandAt = text.lastIndexOf(' ; COMMAND=');
  for (let at = text.indexOf(' ; USER=', directoryAt); at !== -1; at = text.indexOf(' ; USER=', at + 1)) {
    if (at >= lastCommandAt) return undefined;
    const end = wordEnd(text, at + 8);
    const commandAt = end === at + 8 ? -1 : commandStart(text, end);
    if (commandAt === -1) continue;
    const command = text.slice(commandAt);
    return { directory: text.slice(directoryAt, at), runAs: text.slice(at + 8, end), command };
  }
  return undefined;
}

function commandStart(text: string, from: number): number {
  const at = text.startsWith(' ; GROUP=', from) ? wordEnd(text, from + 9) : from;
  if (text.startsWith(' ; COMMAND=', at)) return at + 11;
  // There is one further on: that was looked at before.
  return text.startsWith(' ; ENV=', at) ? text.indexOf(' ; COMMAND=', at) + 11 : -1;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !SPACE.test(text.charAt(at))) at += 1;
  return at;
}

/** sudo(8) log entries ("LOG FORMAT" in its manual): accepted commands and refusals. */
export const sudoFormat: ProgramFormat = {
  name: 'sudo',
  programs: ['sudo'],
  byFirstWord: {},
  otherwise: [sudoEntry],
};
