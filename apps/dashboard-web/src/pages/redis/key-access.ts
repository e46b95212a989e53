export interface KeyAccess {
  pattern: string;
  access: 'both' | 'read' | 'write';
}

/** Takes a key pattern of Redis apart: `%R~orders:*` may be read. */
export function keyAccess(text: string): KeyAccess {
  const [, rights = '', pattern = text] = /^(?:%(R|W|RW|WR))?~(.*)$/.exec(text) ?? [];
  return { pattern, access: rights === 'R' ? 'read' : rights === 'W' ? 'write' : 'both' };
}
