import type { OrgId } from '@redoubt/contracts';
import type { Sink, SinkInfo } from '@redoubt/rulebook';

/** What is forwarded to, and whether the organisation has forwarding on. */
export interface SinkTarget {
  orgId: OrgId;
  info: SinkInfo;
  sink: Sink;
  isOn: boolean;
}
