/** One guarantee, broken on purpose. */
export interface Mutation {
  guarantee: string;
  /** File to break, from the repository's root. */
  file: string;
  /** Text that must stand in it exactly once. */
  find: string;
  replace: string;
  /** Specs that must notice, as a path pattern of jest. */
  spec: string;
  /** Only tests whose names match. */
  test: string;
}
