import { forbidSockets } from './socket-guard.ts';

/** Setup of the `unit` project: "no I/O" is enforced here instead of being asked for. */
forbidSockets();
