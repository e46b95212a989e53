import { join } from 'node:path';

/** Renders `docs/reference/cli.md` from the command tree of `apps/cli`, which is loaded by path: nobody imports an app. */
export async function renderCliPage(root: string): Promise<string> {
  const file = join(root, 'apps/cli/src/reference/render-reference.ts');
  const { renderCliReference } = (await import(file)) as { renderCliReference: () => Promise<string> };
  return renderCliReference();
}
