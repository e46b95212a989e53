import { BUILT_IN_PACK_ID, packReferenceSchema } from '@redoubt/rulebook';
import { BadValue } from '../command/inputs.ts';

/** The id of a stored pack. */
export const asPackId = (text: string): string => {
  if (text === BUILT_IN_PACK_ID) throw new BadValue('must not be that of the built-in pack');
  if (!packReferenceSchema.shape.packId.safeParse(text).success) {
    throw new BadValue('must have 1 to 63 lower-case letters, digits or dashes');
  }
  return text;
};

export const asPackVersion = (text: string): string => {
  if (!packReferenceSchema.shape.version.safeParse(text).success) {
    throw new BadValue('must have 1 to 64 letters, digits, dots, dashes or underscores');
  }
  return text;
};
