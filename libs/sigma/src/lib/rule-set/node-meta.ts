/** Class of a state's first child; `NO_CHILD` when it has none, which no character has. */
export const CLASS_MASK = 0xffff;
export const NO_CHILD = 0xffff;
/** It has further children. */
export const HAS_BRANCHES = 1 << 16;
/** Something is reported when the state is reached. */
export const HAS_OUT = 1 << 17;
