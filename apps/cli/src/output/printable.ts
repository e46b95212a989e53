// What a terminal may act on: C0 and C1 control characters, DEL, and marks that reorder text (Unicode TR36).
const dangerous = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Text that came from a sender, made harmless for a terminal: a log line must not be able to clear the screen, fake a
 * row or change the window title. Escapes stay visible, `\x1b`.
 */
export function printable(text: string): string {
  return text.replace(dangerous, escapeOf);
}

function escapeOf(character: string): string {
  const code = character.charCodeAt(0);
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return ' ';
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
