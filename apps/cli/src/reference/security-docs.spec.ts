import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { allCommands } from '../commands/index.ts';
import { buildProgram } from '../program.ts';

const folder = join(import.meta.dirname, '../../../../docs/security');
const NAMES = [
  'COMPLIANCE_GUIDE',
  'CREDENTIAL_ROTATION',
  'INCIDENT_RESPONSE',
  'MONITORING_GUIDE',
  'SECURITY_OPERATIONS',
  'TROUBLESHOOTING',
];

/** Lines of `sh` blocks. */
function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].map(([, block = '']) => block);
  return blocks.flatMap((block) => block.split('\n').flatMap((line) => line.trim() || []));
}

/** Commands named in a sentence, perhaps without what they need. */
function namedIn(text: string): string[] {
  return [...text.matchAll(/`redoubt ([a-z]+ [a-z-]+)/g)].map(([, path = '']) => path);
}

function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

describe('documents of security operations', () => {
  it('are the six of the requirements', () => {
    expect(readdirSync(folder).sort()).toEqual(NAMES.map((name) => `${name}.md`));
  });

  it.each(NAMES)(
    '%s shows commands that exist, with options they have, and links that lead somewhere',
    async (name) => {
      const text = readFileSync(join(folder, `${name}.md`), 'utf8');
      const faults: string[] = [];
      const commands = await allCommands();
      for (const line of commandsOf(text)) {
        const [program = '', ...args] = words(line);
        if (program !== 'redoubt') {
          faults.push(`${line}: not a command of ours`);
          continue;
        }
        let isKnown = false;
        const parser = buildProgram(commands, '0', () => Promise.resolve(void (isKnown = true)));
        await parser
          .parseAsync(args, { from: 'user' })
          .catch((error: unknown) => faults.push(`${line}: ${String(error)}`));
        if (!isKnown && !faults.some((fault) => fault.startsWith(line))) faults.push(`${line}: does nothing`);
      }
      const isKnownPath = (path: string): boolean =>
        commands.some((command) => command.path === path || path.startsWith(`${command.path} `));
      faults.push(...namedIn(text).filter((path) => !isKnownPath(path)));
      for (const [, target = ''] of text.matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
        if (!existsSync(resolve(dirname(join(folder, name)), target))) faults.push(`link to ${target}`);
      }
      expect(faults).toEqual([]);
    },
  );
});
