import { createHash } from 'node:crypto';

/** A line of MONITOR taken apart. */
export interface MonitorLine {
  /** `host:port` of the client, or `lua`. */
  address: string;
  /** Lower case, with its subcommand. */
  name: string;
  /** As sent, the command's name first; of EVAL the script's text is replaced by its SHA-1. */
  args: string[];
  /** SHA-1 of the script that EVAL or EVALSHA names. */
  script?: string;
  /** Text of the script, of EVAL. */
  source?: string;
}

const shape = /^\+\d+\.\d+ \[\d+ (\S+)\] (.*)$/s;
const word = /"((?:[^"\\]|\\.)*)"/gs;

/** Commands whose rights are given per subcommand. */
const containers = new Set(
  'acl client cluster command config function latency memory module object pubsub script slowlog xgroup xinfo'.split(
    ' ',
  ),
);

/** Reads a line of MONITOR; null for anything else. */
export function parseMonitorLine(line: string): MonitorLine | null {
  const match = shape.exec(line);
  if (!match) return null;
  const args = [...(match[2] as string).matchAll(word)].map((m) => unescape(m[1] as string));
  const command = args[0]?.toLowerCase();
  if (command === undefined) return null;
  const name = containers.has(command) && args[1] !== undefined ? `${command}|${args[1].toLowerCase()}` : command;
  const found: MonitorLine = { address: match[1] as string, name, args };
  if (command === 'evalsha') found.script = args[1]?.toLowerCase() ?? '';
  if (command !== 'eval') return found;
  found.source = Buffer.from(args[1] ?? '', 'latin1').toString('utf8');
  found.script = createHash('sha1').update(found.source).digest('hex');
  args[1] = found.script;
  return found;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b' };

function unescape(text: string): string {
  return text.replace(/\\(x[0-9a-f]{2}|.)/gs, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (escapes[code] ?? code),
  );
}
