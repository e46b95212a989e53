const uuidGlob = /\?{8}-\?{4}-4\?{3}-\[89ab]\?{3}-\?{12}/g;

/** A pattern as people read it: the glob of an id is as long as the rest. */
export function shownPattern(pattern: string): string {
  return pattern.replace(uuidGlob, '<uuid>');
}

/** Words in lines of at most so many columns; a longer word has a line of its own. */
export function wrapWords(words: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
