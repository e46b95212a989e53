/**
 * Tells whether a JSON text nests deeper than `maxDepth`. Texts with few brackets, which is nearly all, are answered by
 * counting opening brackets; only the others are scanned character by character.
 */
export function exceedsDepth(text: string, maxDepth: number): boolean {
  if (text.length <= 2 * maxDepth) return false;
  let left = maxDepth;
  for (let at = text.indexOf('{'); at !== -1; at = text.indexOf('{', at + 1)) {
    if ((left -= 1) < 0) return scan(text, maxDepth);
  }
  for (let at = text.indexOf('['); at !== -1; at = text.indexOf('[', at + 1)) {
    if ((left -= 1) < 0) return scan(text, maxDepth);
  }
  return false;
}

function scan(text: string, maxDepth: number): boolean {
  let depth = 0;
  let isString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) isString = false;
    } else if (code === 0x22) isString = true;
    else if (code === 0x7b || code === 0x5b) {
      if ((depth += 1) > maxDepth) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}
