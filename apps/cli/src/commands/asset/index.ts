import type { Command } from '../../command/definition.ts';
import { assetImport } from './import.ts';
import { assetList } from './list.ts';
import { assetRemove } from './remove.ts';
import { assetScan } from './scan.ts';
import { assetSet } from './set.ts';
import { assetShow } from './show.ts';

export const assetCommands: readonly Command[] = [assetList, assetShow, assetSet, assetImport, assetScan, assetRemove];
