import type { KeyDeclaration } from './declaration.ts';
import { STATE_KEY_DECLARATIONS } from './state-key-declarations.ts';
import { STREAM_KEY_DECLARATIONS } from './stream-key-declarations.ts';

/** Declarations of `OrgKeys`, one per builder. */
export const ORG_KEY_DECLARATIONS: readonly KeyDeclaration[] = [...STREAM_KEY_DECLARATIONS, ...STATE_KEY_DECLARATIONS];
