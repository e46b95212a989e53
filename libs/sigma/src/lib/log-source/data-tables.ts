import type { DeclaredFile, ProgramFile, ShapeFile, WindowsFile } from './data-file.ts';
import cloud from './data/cloud.json' with { type: 'json' };
import declared from './data/declared.json' with { type: 'json' };
import ecs from './data/ecs.json' with { type: 'json' };
import linux from './data/linux.json' with { type: 'json' };
import network from './data/network.json' with { type: 'json' };
import windows from './data/windows.json' with { type: 'json' };
import { DeclaredTable } from './declared-table.ts';
import { ProgramTable } from './program-table.ts';
import { shapeRecognisers } from './shapes.ts';
import { knownSources } from './source-registry.ts';
import { WindowsTable } from './windows.ts';

// TypeScript widens the texts of JSON modules; a spec checks every file against its schema.
export const windowsFile = windows as unknown as WindowsFile;
export const programFile = linux as unknown as ProgramFile;
export const shapeFiles = [network, cloud, ecs] as unknown as readonly ShapeFile[];
export const declaredFile = declared as unknown as DeclaredFile;

export const windowsTable = new WindowsTable(windowsFile);
export const programTable = new ProgramTable(programFile);
export const shapes = shapeRecognisers(shapeFiles);
export const declaredTable = new DeclaredTable(declaredFile, knownSources());
