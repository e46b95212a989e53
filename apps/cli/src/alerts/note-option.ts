import { asText, BadValue, option } from '../command/inputs.ts';

const longest = 4_096;

export const asNote = (text: string): string => {
  if (asText(text.trim()).length > longest) throw new BadValue(`must have at most ${longest} characters`);
  return text.trim();
};

export const noteOption = option('--note <text>', 'what to say about it; stands in the history', asNote);

export const requiredNoteOption = option('--note <text>', 'what to say about it; stands in the history', asNote, {
  isRequired: true,
});

const longestName = 256;

export const asName = (text: string): string => {
  if (asText(text.trim()).length > longestName) throw new BadValue(`must have at most ${longestName} characters`);
  return text.trim();
};
