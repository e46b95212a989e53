import { allowSockets } from './socket-guard.ts';

/** Setup of the `int` project: a jest worker may have run unit files before, and core modules are shared between files. */
allowSockets();
jest.setTimeout(30_000);
