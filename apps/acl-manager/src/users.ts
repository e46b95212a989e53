import { ReplicationSwitcher, Rotation, ServiceSwitcher, type Credential } from '@redoubt/acl';
import type { AclManagerConfig } from './config.ts';
import { OWN_USER, type Connections } from './connections.ts';
import { DeclaredUsersSource } from './declared-users.ts';
import type { InstanceLease } from './lease/instance-lease.ts';
import { RevokedUsers } from './revoked-users.ts';
import { Turns } from './turns.ts';
import { Rotations } from './watch/rotations.ts';
import { UserWatch, type Drift } from './watch/user-watch.ts';

/** What keeps users as declared and exchanges their passwords. */
export interface Users {
  source: DeclaredUsersSource;
  revoked: RevokedUsers;
  rotation: Rotation;
  rotations: Rotations;
  watch: UserWatch;
}

/** Wires them; nothing is done before they are asked to look. */
export function createUsers(
  config: AclManagerConfig,
  connections: Connections,
  { lease, onDrift }: { lease: InstanceLease; onDrift: (drift: Drift) => void },
): Users {
  const { store, cluster, clock, log, redis, record, metrics, switchOwn } = connections;
  const { times } = config.rotations;
  // A look at users that began before a rotation added a password must not take it away again.
  const turns = new Turns();
  const revoked = new RevokedUsers(redis, lease);
  const source = new DeclaredUsersSource({ store, clock, revoked }, config);
  const replication = new ReplicationSwitcher({ cluster, clock }, times);
  const rotation = new Rotation({
    ...{ cluster, store, clock, log },
    declared: () => source.read(),
    exclusively: (work) => turns.take(work),
    onStep: () => lease.ensureMine(),
    switcherOf: (user) =>
      user === 'replication'
        ? replication
        : new ServiceSwitcher({ cluster, clock, ...(user === OWN_USER ? { own: switchOwn } : {}) }, times),
  });
  const prepareReplication = source.names.includes('replication')
    ? async (): Promise<void> => replication.hand((await store.read('replication')) as Credential)
    : undefined;
  const deps = { cluster, record, log, clock, metrics };
  return {
    ...{ source, revoked, rotation },
    rotations: new Rotations({ ...deps, rotation, store }, config.rotations),
    watch: new UserWatch({ ...deps, source, turns, prepareReplication, onDrift }, config),
  };
}
