/**
 * Entry of every npm script: brings what the command needs and runs it under Node 24.
 *
 * Needs nothing but Node >= 20 and npm; uses only modules that come with Node.
 */
import { fileURLToPath } from 'node:url';
import { runCommand } from './commands.mjs';
import { say } from './output.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [command = '', ...args] = process.argv.slice(2);

try {
  process.exitCode = await runCommand(root, command, args);
} catch (error) {
  say(error.isExpected === true ? error.message : error.stack);
  process.exitCode = error.exitCode ?? 1;
}
