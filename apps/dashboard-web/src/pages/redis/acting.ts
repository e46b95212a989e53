/** What is asked of acl-manager about one user, or about all. */
export type RotateAsk = { action: 'rotate' | 'rollback'; user: string } | { action: 'rotate'; user: null };

/** Opens the windows in which one acts; those that the session may not use are missing. */
export interface Acting {
  test: (user?: string) => void;
  rotate?: (ask: RotateAsk) => void;
}
