export * from './acl-list.ts';
export * from './cluster-nodes.ts';
export * from './acl-cluster.ts';
export * from './plan.ts';
export * from './apply.ts';
export * from './command-table.ts';
export * from './grants.ts';
