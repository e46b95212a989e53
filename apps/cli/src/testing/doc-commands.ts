import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from '../command/definition.ts';
import { buildProgram } from '../program.ts';

/** Lines of `sh` blocks, without remarks; one that ends with a backslash goes on. */
export function shellLinesOf(text: string): string[] {
  const blocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    block
      .replaceAll(/\\\n\s*/g, '')
      .split('\n')
      .flatMap((line) => line.replace(/(?:^|\s)#\s.*$/, '').trim() || []),
  );
}

/** Commands named in a sentence, perhaps without what they need. */
function namedIn(text: string): string[] {
  return [...text.matchAll(/`redoubt ([a-z][a-z-]*(?: [a-z][a-z-]*)?)/g)].map(([, path = '']) => path);
}

function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** What is wrong with a page: commands that do not exist or take other arguments, links that lead nowhere. */
export async function docFaults(file: string, commands: readonly Command[]): Promise<string[]> {
  const text = readFileSync(file, 'utf8');
  const faults: string[] = [];
  for (const line of shellLinesOf(text)) {
    // What a shell does with input and output is no argument.
    const [program, ...args] = words(line.replace(/\s[<>|]\s.*$/, ''));
    if (program !== 'redoubt') continue;
    let isKnown = false;
    const parser = buildProgram(commands, '0', () => Promise.resolve(void (isKnown = true)));
    await parser.parseAsync(args, { from: 'user' }).catch((error: unknown) => faults.push(`${line}: ${String(error)}`));
    if (!isKnown && !faults.some((fault) => fault.startsWith(line))) faults.push(`${line}: does nothing`);
  }
  const isKnownPath = (path: string): boolean =>
    commands.some(({ path: own }) => own === path || path.startsWith(`${own} `) || own.startsWith(`${path} `));
  faults.push(...namedIn(text).filter((path) => !isKnownPath(path)));
  for (const [, target = ''] of text.matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
    if (!/^https?:/.test(target) && !existsSync(resolve(dirname(file), target))) faults.push(`link to ${target}`);
  }
  return faults;
}
