/** FNV-1a over UTF-16 units, 32 bits: tells apart, proves nothing. */
export function checksumOf(text: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  return sum >>> 0;
}
