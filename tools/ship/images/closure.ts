import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files that an image may start, beside `src/main.ts`. */
const FURTHER_ENTRIES: Readonly<Record<string, readonly string[]>> = {
  cli: ['bin/redoubt.mjs'],
  'db-writer': ['src/migrate.ts'],
  'dashboard-web': ['vite.config.ts'],
};
/** What a build needs though no file imports it. */
const BUILD_PACKAGES: Readonly<Record<string, readonly string[]>> = { 'dashboard-web': ['vite'] };
const IS_CODE = /\.(?:ts|tsx|mjs|css)$/;
const IS_TEST = /\.spec\.tsx?$|(?:^|\/)(?:testing|tests|node_modules|dist)(?:\/|$)|(?:^|\/)testing\.ts$/;
const IMPORTS = [
  /^(?:import|export)\s+(?!type\b)[^'";]*?\sfrom\s+'([^']+)'/gm,
  /^import\s+'([^']+)'/gm,
  /\bimport\(\s*'([^']+)'\s*,?\s*\)/g,
  /@import\s+'([^']+)'/g,
  /\burl\('([^']+)'\)/g,
  /\brequire\('([^']+)'\)/g,
];
/** Threads are named by their path. */
const NAMED_FILES = /import\.meta\.dirname,((?:\s*'[^']+',?)+)\s*\)/g;

/** What one app needs at run time. */
export interface Closure {
  /** Paths from the root of the checkout. */
  files: string[];
  /** npm packages that these import. */
  packages: string[];
}

/**
 * The source files that an app's entries reach, what these read from their own folders, and the npm packages they
 * import. Types and tests are not part of it.
 *
 * @throws Error  the app has nothing to start
 */
export function closureOf(root: string, app: string): Closure {
  const folder = `apps/${app}`;
  const entries = ['src/main.ts', 'src/main.tsx', ...(FURTHER_ENTRIES[app] ?? [])].map((name) => join(folder, name));
  const open = entries.filter((file) => existsSync(join(root, file)));
  if (open.length === 0) throw new Error(`${folder} has nothing to start`);
  const files = new Set<string>();
  const packages = new Set(BUILD_PACKAGES[app] ?? []);
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    if (!IS_CODE.test(file)) continue;
    for (const target of targetsOf(root, file)) {
      if ('file' in target) open.push(target.file);
      else packages.add(target.name);
    }
  }
  for (const workspace of new Set([...files].map(workspaceOf))) {
    for (const file of otherFiles(root, workspace)) files.add(file);
  }
  return { files: [...files].sort(), packages: [...packages].sort() };
}

type Target = { file: string } | { name: string };

function targetsOf(root: string, file: string): Target[] {
  const text = readFileSync(join(root, file), 'utf8');
  const names = IMPORTS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name));
  const targets = names.filter((name) => !/^(?:node|data):/.test(name)).map((name) => targetOf(root, file, name));
  for (const [, parts = ''] of text.matchAll(NAMED_FILES)) {
    const path = join(dirname(file), ...[...parts.matchAll(/'([^']+)'/g)].map(([, part = '']) => part));
    if (IS_CODE.test(path) && existsSync(join(root, path))) targets.push({ file: path });
  }
  return targets;
}

function targetOf(root: string, file: string, name: string): Target {
  if (name.startsWith('.')) return { file: join(dirname(file), name) };
  const [scope = '', second = ''] = name.split('/');
  if (scope === '@redoubt') return { file: exportedFile(root, `libs/${second}`, name) };
  return { name: scope.startsWith('@') ? `${scope}/${second}` : scope };
}

function exportedFile(root: string, folder: string, name: string): string {
  const { exports } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    exports: Record<string, string>;
  };
  const path = exports[`.${name.slice(`@redoubt/${folder.slice('libs/'.length)}`.length)}`];
  if (path === undefined) throw new Error(`${folder} does not export ${name}`);
  return join(folder, path);
}

/** Folder of the package that a file belongs to. */
export const workspaceOf = (file: string): string => file.split('/').slice(0, 2).join('/');

/** Scripts of Redis, migrations, rule packs, fonts: what code reads and does not import. */
function otherFiles(root: string, workspace: string): string[] {
  return readdirSync(join(root, workspace), { recursive: true, encoding: 'utf8' })
    .filter((name) => !IS_TEST.test(name) && !/^(?:onnx|docs)\//.test(name) && !/\.(?:tsx?|mjs)$/.test(name))
    .filter((name) => !/(?:^|\/)(?:project\.json|README\.md)$/.test(name))
    .map((name) => join(workspace, name))
    .filter((file) => statSync(join(root, file)).isFile());
}
