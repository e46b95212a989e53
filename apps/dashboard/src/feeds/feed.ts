import type { OrgId } from '@redoubt/contracts';
import type { Permission } from '@redoubt/tenancy';
import type { FeedName } from './feed-metrics.ts';
import type { Admission, FeedSocket } from './feed-socket.ts';

/** What one namespace sends, to sockets that were let in. */
export interface Feed {
  /** The namespace, without its slash. */
  readonly name: FeedName;
  /** All of them are needed. */
  readonly permissions: readonly Permission[];
  join(socket: FeedSocket, admission: Admission): void;
  /** Called once for each socket that joined. */
  leave(socket: FeedSocket, admission: Admission): void;
  /** The organisation's alert stream may have something new. */
  wake?(orgId: OrgId): void;
  close(): void;
}
