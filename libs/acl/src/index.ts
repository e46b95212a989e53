export * from './lib/role.ts';
export * from './lib/command-trace.ts';
export * from './lib/generate-role.ts';
export * from './lib/app-roles.ts';
export * from './lib/presets.ts';
export * from './lib/dry-run.ts';
export * from './lib/cluster/index.ts';
