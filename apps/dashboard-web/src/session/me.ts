import type { components } from '../api/schema.d.ts';

/** Who uses the page, where, and what they may do. */
export type Me = components['schemas']['GetSessionReply'];

/** A right, `<what>:<do>`. */
export type Permission = Me['permissions'][number];
