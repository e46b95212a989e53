import { once } from 'node:events';
import { posix } from 'node:path';
import { Parser, type ReadEntry } from 'tar';

const SECRET_FILE = /(?:^|\/)(?:\.env|\.npmrc|\.git|\.netrc|\.redoubt|id_[a-z0-9]+|[^/]+\.(?:key|pem|p12|pfx|acl))$/;
/** Lists of public authorities, which are no secret. */
const PUBLIC = /^(?:etc\/ssl\/|usr\/share\/ca-certificates\/|usr\/lib\/ssl\/|usr\/local\/share\/)/;
const OURS = /^(?:app\/(?:apps|libs)|opt)\//;
const PRIVATE_KEY = 'PRIVATE KEY-----\n';

/** What `docker save` tells of an image. */
interface SavedImage {
  RepoTags: string[] | null;
  /** Paths in the archive, from the base on. */
  Layers: string[];
}

/**
 * Looks through every layer of what `docker save` writes, also for what a later layer takes away.
 *
 * @returns what looks like a secret, by the name of the image; images without findings are not in it
 * @throws Error  the archive names a layer that is not in it
 */
export async function searchLayers(archive: AsyncIterable<Buffer>): Promise<Map<string, string[]>> {
  const layers = new Map<string, string[]>();
  const links = new Map<string, string>();
  const searches: Promise<unknown>[] = [];
  let list = '';
  const outer = new Parser({
    onReadEntry: (entry) => {
      const { path, linkpath } = entry;
      if (entry.type === 'SymbolicLink') links.set(path, posix.join(posix.dirname(path), linkpath ?? ''));
      if (path === 'manifest.json') entry.on('data', (chunk) => (list += chunk.toString()));
      else if (entry.type === 'File') searches.push(searchLayer(entry, layers));
      else entry.resume();
    },
  });
  const ended = once(outer, 'end');
  for await (const chunk of archive) if (!outer.write(chunk)) await once(outer, 'drain');
  outer.end();
  await Promise.all([ended, ...searches]);
  const found = new Map<string, string[]>();
  for (const { RepoTags, Layers } of JSON.parse(list) as SavedImage[]) {
    const findings = Layers.flatMap((path) => layers.get(links.get(path) ?? path) ?? missing(path));
    for (const name of RepoTags ?? []) if (findings.length > 0) found.set(name, findings);
  }
  return found;
}

/** What is no archive of files, as a description of an image, has none that are suspect. */
async function searchLayer(layer: ReadEntry, layers: Map<string, string[]>): Promise<void> {
  const found: string[] = [];
  layers.set(layer.path, found);
  const inner = new Parser({ onReadEntry: (file) => searchFile(file, found) });
  const ended = once(inner, 'end');
  layer.pipe(inner);
  await ended;
}

function searchFile(file: ReadEntry, found: string[]): void {
  // Layers of an import are packed from `.`.
  const path = posix.normalize(file.path);
  if (SECRET_FILE.test(path) && !PUBLIC.test(path)) found.push(path);
  if (!OURS.test(path)) {
    file.resume();
    return;
  }
  let tail = '';
  file.on('data', (chunk) => {
    const text = tail + chunk.toString('latin1');
    if (text.includes(PRIVATE_KEY)) found.push(`${path}: a private key`);
    tail = text.slice(1 - PRIVATE_KEY.length);
  });
}

function missing(path: string): never {
  throw new Error(`the archive of images has no layer ${path}`);
}
