/** npm packages that belong to one library, by the `io:` tag that may import them. */
const OWNED_PACKAGES = {
  redis: ['ioredis', 'ioredis/*'],
  jobs: ['bullmq', 'bullmq/*'],
  sql: ['pg', 'pg/*', 'pg-copy-streams'],
  metrics: ['prom-client', 'pino', 'pino/*'],
  http: ['express', 'socket.io'],
};

/** Everything owned by a tag other than the given ones. */
function allBut(...tags) {
  return Object.entries(OWNED_PACKAGES).flatMap(([tag, packages]) => (tags.includes(tag) ? [] : packages));
}

/** What a project of each type may import; specs may also use the test kits. */
const TYPES = {
  contract: ['contract'],
  domain: ['contract', 'domain'],
  infra: ['contract', 'infra'],
  runtime: ['contract', 'infra', 'runtime'],
  app: ['contract', 'domain', 'infra', 'runtime'],
  web: ['contract'],
  'test-base': ['contract'],
  'test-worker': ['test-base', 'contract', 'infra', 'runtime'],
  e2e: ['test-base', 'test-worker', 'contract', 'infra', 'tool'],
  tool: ['test-base', 'contract', 'domain', 'infra', 'runtime', 'tool'],
};

const SCOPES = {
  shared: ['shared'],
  streaming: ['shared', 'streaming'],
  detect: ['shared', 'detect'],
  compliance: ['shared', 'compliance'],
  test: ['shared', 'streaming', 'test'],
  e2e: ['shared', 'streaming', 'test', 'tools'],
  tools: ['shared', 'streaming', 'detect', 'compliance', 'test', 'tools'],
  'ingest-gateway': ['shared', 'streaming'],
  'alert-engine': ['shared', 'streaming', 'detect'],
  'ml-scorer': ['shared', 'streaming', 'detect'],
  'db-writer': ['shared', 'streaming'],
  'siem-forwarder': ['shared', 'streaming'],
  'acl-manager': ['shared', 'streaming', 'compliance'],
  'compliance-reporter': ['shared', 'streaming', 'compliance'],
  dashboard: ['shared', 'streaming', 'detect', 'compliance'],
  'dashboard-web': ['shared'],
  cli: ['shared', 'streaming', 'detect', 'compliance'],
};

const IO = {
  none: allBut(),
  'none-direct': allBut(),
  env: allBut(),
  redis: allBut('redis'),
  jobs: allBut('jobs'),
  sql: allBut('sql'),
  metrics: allBut('metrics'),
  http: allBut('http'),
  web: allBut(),
  any: [],
};

/** The tags this repository knows; a project without one of each kind is refused by a spec. */
export const KNOWN_TAGS = {
  type: Object.keys(TYPES),
  scope: Object.keys(SCOPES),
  io: Object.keys(IO),
};

/**
 * Rows for `@nx/enforce-module-boundaries`; all rows whose tag a project has hold together.
 *
 * @param {boolean} isSpec whether the rows are for spec files
 */
export function depConstraints(isSpec) {
  return [
    ...Object.entries(TYPES).map(([type, allowed]) => ({
      sourceTag: `type:${type}`,
      onlyDependOnLibsWithTags: prefixed('type', [...allowed, ...(isSpec ? testKitsFor(type) : [])]),
    })),
    ...Object.entries(SCOPES).map(([scope, allowed]) => ({
      sourceTag: `scope:${scope}`,
      onlyDependOnLibsWithTags: prefixed('scope', [...allowed, ...(isSpec ? ['test'] : []), ...own(scope)]),
    })),
    ...Object.entries(IO).map(([io, banned]) => ({
      sourceTag: `io:${io}`,
      onlyDependOnLibsWithTags: ['*'],
      // Specs may look behind a library's back: a raw connection is the judge of what it did.
      bannedExternalImports: isSpec && io !== 'none' ? [] : banned,
    })),
  ];
}

function testKitsFor(type) {
  return type === 'app' ? ['test-base', 'test-worker'] : ['test-base'];
}

function own(scope) {
  return [scope];
}

function prefixed(kind, names) {
  return [...new Set(names)].map((name) => `${kind}:${name}`);
}
