/** Stands for whatever code that is only described here would read later: every property, call and list is there. */
export const anything: unknown = new Proxy(() => anything, {
  get: (_target, name) =>
    name === Symbol.iterator ? [][Symbol.iterator].bind([]) : name === Symbol.toPrimitive ? () => 0 : anything,
  construct: () => anything as object,
});
