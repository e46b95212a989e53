import type { Config } from 'jest';

const INTEGRATION = [
  '<rootDir>/{apps,libs,tools}/**/*.int.spec.ts',
  '<rootDir>/{apps,libs,tools}/**/*.failover.spec.ts',
];

/** Packages that come as ES modules only; Jest runs CommonJS. */
const ESM_ONLY = '(jose|openid-client|oauth4webapi|hyparquet|hyparquet-writer)';

function compiled(parser: { syntax: 'typescript'; tsx?: boolean }) {
  const jsc = { parser, target: 'es2023', transform: { react: { runtime: 'automatic' } } };
  return { jsc, module: { type: 'commonjs' }, sourceMaps: 'inline' };
}

/** Both projects compile TypeScript to CommonJS with swc; types are checked once for the whole repository by `tsc`. */
const shared: Config = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/.redoubt/', '<rootDir>/dist/'],
  transform: {
    '^.+\\.[cm]?ts$': ['@swc/jest', compiled({ syntax: 'typescript' })],
    '^.+\\.tsx$': ['@swc/jest', compiled({ syntax: 'typescript', tsx: true })],
    [`/node_modules/${ESM_ONLY}/.+\\.js$`]: [
      '@swc/jest',
      { jsc: { parser: { syntax: 'ecmascript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!${ESM_ONLY}/)`],
};

const unit: Config = {
  ...shared,
  displayName: 'unit',
  testMatch: ['<rootDir>/{apps,libs,tools}/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '\\.(int|failover|e2e|web)\\.spec\\.ts$'],
  setupFiles: ['<rootDir>/tools/jest/forbid-sockets.ts'],
};

const integration: Config = {
  ...shared,
  displayName: 'int',
  testMatch: INTEGRATION,
  setupFilesAfterEnv: ['<rootDir>/tools/jest/allow-sockets.ts'],
  globalSetup: '<rootDir>/tools/jest/start-backends.ts',
  globalTeardown: '<rootDir>/tools/jest/stop-backends.ts',
};

/** Starts the real apps as processes on servers of its own. */
const endToEnd: Config = {
  ...shared,
  displayName: 'e2e',
  testMatch: ['<rootDir>/apps/platform-e2e/**/*.e2e.spec.ts'],
  setupFilesAfterEnv: ['<rootDir>/tools/jest/allow-sockets.ts'],
};

/** Drives the page in a real browser, on the real apps. */
const web: Config = { ...endToEnd, displayName: 'web', testMatch: ['<rootDir>/apps/platform-e2e/**/*.web.spec.ts'] };

const config: Config = { rootDir: import.meta.dirname, projects: [unit, integration, endToEnd, web] };

export default config;
