import { dirname } from 'node:path';

/**
 * Gives every project the same targets, so that a project.json holds only its name and tags.
 *
 * `types` belongs to `tools` alone: one compiler run checks the whole repository.
 */
export const createNodesV2 = [
  '**/project.json',
  (files) => files.map((file) => [file, { projects: { [dirname(file)]: { targets: targetsOf(dirname(file)) } } }]),
];

function targetsOf(root) {
  return {
    lint: command(
      `eslint --pass-on-no-patterns --no-error-on-unmatched-pattern ${root} && prettier --check --log-level warn ${root}`,
      {
        cache: true,
        inputs: ['default', 'lintConfig', '^default'],
      },
    ),
    test: command(`jest -c jest.config.ts ${root}/ --selectProjects unit --passWithNoTests`, {
      cache: true,
      inputs: ['default', 'testConfig', '^default'],
    }),
    // Every run starts its own Redis cluster and PostgreSQL server.
    'test-int': command(`jest -c jest.config.ts ${root}/ --selectProjects int --runInBand --passWithNoTests`, {
      parallelism: false,
    }),
    ...(root === 'tools' ? { types: command('tsc -p tsconfig.json && tsc -p apps/dashboard-web/tsconfig.json') } : {}),
  };
}

function command(line, options = {}) {
  return { executor: 'nx:run-commands', options: { command: line, cwd: '{workspaceRoot}' }, ...options };
}
