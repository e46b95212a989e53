import type { Container } from './compose-stack.ts';
import { docker } from './engine.ts';

interface Inspected {
  Config: { User: string; Env: string[] };
  HostConfig: {
    ReadonlyRootfs: boolean;
    Privileged: boolean;
    CapAdd: string[] | null;
    CapDrop: string[] | null;
    SecurityOpt: string[] | null;
    Memory: number;
  };
}

const SECRET = /(?:PASSWORD|TOKEN|SECRET|SESSION_KEYS|_KEY|DATABASE_URL)=./;

/** What of a running container is weaker than the charts have it; empty when nothing is. */
export async function weaknessesOf({ ID, Service }: Container): Promise<string[]> {
  const [found] = JSON.parse(await docker(['inspect', ID])) as Inspected[];
  if (found === undefined) return [`${Service}: cannot be inspected`];
  const { User, Env } = found.Config;
  const { ReadonlyRootfs, Privileged, CapAdd, CapDrop, SecurityOpt, Memory } = found.HostConfig;
  const checks: [boolean, string][] = [
    [/^[1-9]\d*:[1-9]\d*$/.test(User), `runs as "${User}"`],
    [ReadonlyRootfs, 'may write to its root file system'],
    [!Privileged && (CapAdd ?? []).length === 0, 'has further capabilities'],
    [(CapDrop ?? []).some((name) => name.toUpperCase() === 'ALL'), 'keeps capabilities'],
    [(SecurityOpt ?? []).some((option) => option.startsWith('no-new-privileges')), 'may gain privileges'],
    [Memory > 0, 'has no limit of memory'],
    [!Env.some((one) => SECRET.test(one)), 'has a secret in its environment'],
  ];
  return checks.flatMap(([isGood, what]) => (isGood ? [] : [`${Service} ${what}`]));
}

/** Whether the first process of a container really is no root and cannot write beside its volumes. */
export async function triesToWrite({ ID }: Container): Promise<string> {
  const script =
    'id -u; for folder in / /app /usr/local/bin; do [ ! -d $folder ] || ! touch $folder/x 2> /dev/null || echo $folder; done';
  return (await docker(['exec', ID, 'sh', '-c', script])).replaceAll('\n', ' ');
}
