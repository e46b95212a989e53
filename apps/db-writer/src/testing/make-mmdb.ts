/** What an entry of a database may hold. */
export type MmdbValue = string | number | { [name: string]: MmdbValue };

/** Entries by IPv4 network, `203.0.113.0/24`. */
export type MmdbEntries = Readonly<Record<string, MmdbValue>>;

const RECORD_BITS = 24;
const DATA_SEPARATOR_BYTES = 16;
const METADATA_MARKER = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
/** Types of the data section. */
const TYPE = { text: 2, uint16: 5, uint32: 6, map: 7, uint64: 9, list: 11 } as const;

type Branch = [Branch | number | undefined, Branch | number | undefined];

/**
 * A small database in MaxMind's format (version 2.0) for IPv4 networks, for specs: search tree, data section, metadata.
 * Networks must not contain one another.
 */
export function makeMmdb(entries: MmdbEntries, databaseType = 'Test'): Buffer {
  const data: Buffer[] = [];
  let offset = 0;
  const root: Branch = [undefined, undefined];
  for (const [network, value] of Object.entries(entries)) {
    const bytes = encode(value);
    insert(root, network, offset);
    data.push(bytes);
    offset += bytes.length;
  }
  const nodes = flatten(root);
  const tree = Buffer.alloc(nodes.length * 6);
  nodes.forEach((node, at) => {
    node.forEach((record, side) => tree.writeUIntBE(recordOf(record, nodes), at * 6 + side * 3, 3));
  });
  const metadata = Buffer.concat([
    head(TYPE.map, 9),
    ...pair('binary_format_major_version', number(TYPE.uint16, 2, 2)),
    ...pair('binary_format_minor_version', number(TYPE.uint16, 0, 2)),
    ...pair('build_epoch', number(TYPE.uint64, 1_700_000_000, 8)),
    ...pair('database_type', encode(databaseType)),
    ...pair('description', encode({ en: 'made by a spec' })),
    ...pair('ip_version', number(TYPE.uint16, 4, 2)),
    ...pair('languages', Buffer.concat([head(TYPE.list, 1), encode('en')])),
    ...pair('node_count', number(TYPE.uint32, nodes.length, 4)),
    ...pair('record_size', number(TYPE.uint16, RECORD_BITS, 2)),
  ]);
  return Buffer.concat([tree, Buffer.alloc(DATA_SEPARATOR_BYTES), ...data, METADATA_MARKER, metadata]);
}

function insert(root: Branch, network: string, offset: number): void {
  const [address = '', length = '32'] = network.split('/');
  const bits = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  let node = root;
  for (let depth = 0; depth < Number(length); depth++) {
    const side = (bits >>> (31 - depth)) & 1;
    if (depth === Number(length) - 1) node[side] = offset;
    else {
      const next = node[side];
      if (typeof next === 'number') throw new RangeError('networks must not contain one another');
      node = node[side] = next ?? [undefined, undefined];
    }
  }
}

function flatten(root: Branch): Branch[] {
  const nodes: Branch[] = [root];
  for (const node of nodes) for (const side of node) if (Array.isArray(side)) nodes.push(side);
  return nodes;
}

/** A node by its place, data by its offset past the nodes and the separator, nothing by the number of nodes. */
function recordOf(record: Branch | number | undefined, nodes: readonly Branch[]): number {
  if (record === undefined) return nodes.length;
  return Array.isArray(record) ? nodes.indexOf(record) : nodes.length + DATA_SEPARATOR_BYTES + record;
}

function encode(value: MmdbValue): Buffer {
  if (typeof value === 'number') return number(TYPE.uint32, value, 4);
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([head(TYPE.text, bytes.length), bytes]);
  }
  const members = Object.entries(value).flatMap(([name, member]) => pair(name, encode(member)));
  return Buffer.concat([head(TYPE.map, Object.keys(value).length), ...members]);
}

function pair(name: string, value: Buffer): Buffer[] {
  return [encode(name), value];
}

function number(type: number, value: number, sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  const wide = Buffer.alloc(8);
  wide.writeBigUInt64BE(BigInt(value));
  wide.copy(bytes, 0, 8 - sizeBytes);
  return Buffer.concat([head(type, sizeBytes), bytes]);
}

/** Type and size; types beyond 7 stand in a byte of their own. */
function head(type: number, size: number): Buffer {
  if (size > 28) {
    if (type > 7 || size > 284) throw new RangeError('too long for a database of a spec');
    return Buffer.from([(type << 5) | 29, size - 29]);
  }
  return type <= 7 ? Buffer.from([(type << 5) | size]) : Buffer.from([size, type - 7]);
}
