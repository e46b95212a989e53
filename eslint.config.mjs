import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { depConstraints } from './tools/eslint/boundaries.mjs';
import { noApps, noAppsNoNodeIo, noEnvironment, noExit, noKeyLiterals } from './tools/eslint/restrictions.mjs';

// The boundary rule reads Nx's stored project graph: without one it checks nothing, with an old one it checks old tags.
const isRunByNx = process.env.NX_TASK_TARGET_TARGET !== undefined;
if (!isRunByNx) await createProjectGraphAsync({ exitOnError: false });

const SPECS = ['**/*.spec.ts'];
/** Written by `npm run docs`, which also tells when it is out of date. */
const GENERATED = ['apps/dashboard-web/src/api/schema.d.ts'];
const boundaries = (isSpec) => [
  'error',
  { allow: [], enforceBuildableLibDependency: false, depConstraints: depConstraints(isSpec) },
];

export default tseslint.config(
  { ignores: ['**/node_modules', '**/dist', '.nx', '.redoubt', 'coverage', ...GENERATED] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended],
    plugins: { '@nx': nx },
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'max-lines': ['error', 400],
      'no-restricted-syntax': noKeyLiterals,
      'no-restricted-imports': noApps,
      'no-restricted-properties': noEnvironment,
      '@nx/enforce-module-boundaries': boundaries(false),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, properties: false } },
      ],
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  { files: [...SPECS, '**/src/testing/**/*.ts'], rules: { '@nx/enforce-module-boundaries': boundaries(true) } },
  {
    files: ['libs/{contracts,key-schema,sigma,alerting,scoring,compliance,enrichment}/src/**/*.ts'],
    // Rules are compiled in a thread of its own.
    ignores: [...SPECS, 'libs/sigma/src/lib/rule-set/worker/*.ts'],
    rules: { 'no-restricted-imports': noAppsNoNodeIo },
  },
  { files: ['libs/key-schema/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['libs/config/**/*.ts'], rules: { 'no-restricted-properties': noExit } },
  {
    files: [
      ...SPECS,
      '**/src/testing/**/*.ts',
      'tools/**/*.ts',
      'libs/{test-kit,worker-test-kit}/**/*.ts',
      'apps/platform-e2e/**/*.ts',
      '*.ts',
      'apps/cli/src/main.ts',
      'libs/service/src/lib/run-main.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
);
