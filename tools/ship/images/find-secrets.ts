import { docker, saved } from './engine.ts';
import { searchLayers } from './search-layers.ts';

const SECRET_VALUE = /(?:PASSWORD|TOKEN|SECRET|_KEY)[A-Z_]*=\S/;

/**
 * What looks like a secret in images: how their layers were made, their environment, names of files in all layers and
 * our own files. Layers that images share are searched once.
 *
 * @returns findings of each image that has some
 */
export async function findSecrets(images: readonly string[]): Promise<Map<string, string[]>> {
  const { chunks, ended } = saved(images);
  const [found] = await Promise.all([searchLayers(chunks), ended]);
  for (const image of images) {
    const history = (await docker(['history', '--no-trunc', '--format', '{{.CreatedBy}}', image])).split('\n');
    const env = JSON.parse(await docker(['image', 'inspect', '--format', '{{json .Config.Env}}', image])) as string[];
    const suspect = [...history, ...env].filter((text) => SECRET_VALUE.test(text));
    if (suspect.length > 0) found.set(image, [...suspect, ...(found.get(image) ?? [])]);
  }
  return found;
}
