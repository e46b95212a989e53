import type { Command } from '../../command/definition.ts';
import { orgCreate } from './create.ts';
import { orgList } from './list.ts';
import { orgReconcile } from './reconcile.ts';
import { orgSet } from './set.ts';
import { orgShow } from './show.ts';

export const orgCommands: readonly Command[] = [orgCreate, orgList, orgShow, orgSet, orgReconcile];
