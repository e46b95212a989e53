import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Reads `add <pid> <signal>`, `del <pid>`, `dir <path>` and `undir <path>` from its input. When the input ends, which it
 * does however its writer dies, it signals what is still listed, waits up to ten seconds, kills the rest and removes the
 * directories.
 */
const GUARD_SCRIPT = `
trap '' INT TERM HUP
children=''; dirs=''; nl='
'
while read -r op arg signal; do
  case "$op" in
    add) children="$children $arg:$signal" ;;
    del) kept=''; for child in $children; do [ "\${child%%:*}" = "$arg" ] || kept="$kept $child"; done; children="$kept" ;;
    dir) dirs="$dirs$arg$nl" ;;
    undir) kept=''; IFS="$nl"; for dir in $dirs; do [ "$dir" = "$arg" ] || kept="$kept$dir$nl"; done; unset IFS; dirs="$kept" ;;
  esac
done
for child in $children; do kill -"\${child##*:}" "\${child%%:*}" 2>/dev/null; done
tries=0
while [ $tries -lt 100 ]; do
  alive=''; for child in $children; do kill -0 "\${child%%:*}" 2>/dev/null && alive=yes; done
  [ -n "$alive" ] || break
  tries=$((tries + 1)); sleep 0.1
done
for child in $children; do kill -KILL -"\${child%%:*}" 2>/dev/null; done
IFS="$nl"; for dir in $dirs; do rm -rf "$dir"; done
`;

/**
 * Ends this process's children and removes its temporary directories when this process dies without doing so itself,
 * be it by SIGKILL.
 *
 * Children must lead their own process group. The helper shell is started at first use and never keeps Node alive.
 */
export class ChildGuard {
  #shell: ChildProcess | undefined;

  /** Lists `pid`; `signal` is what a regular stop of it takes, without the prefix `SIG`. */
  add(pid: number, signal: 'TERM' | 'INT' | 'KILL'): void {
    this.#tell(`add ${pid} ${signal}`);
  }

  remove(pid: number): void {
    this.#tell(`del ${pid}`);
  }

  /** Lists a directory without spaces or line breaks in its path. */
  addDirectory(path: string): void {
    this.#tell(`dir ${path}`);
  }

  removeDirectory(path: string): void {
    this.#tell(`undir ${path}`);
  }

  #tell(line: string): void {
    this.#shell ??= startShell();
    this.#shell.stdin?.write(`${line}\n`);
  }
}

/** The guard of this process. */
export const childGuard = new ChildGuard();

function startShell(): ChildProcess {
  const shell = spawn('/bin/sh', ['-c', GUARD_SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  shell.unref();
  // A pipe is a socket to Node: it would keep the event loop alive.
  (shell.stdin as unknown as { unref(): void }).unref();
  shell.stdin?.on('error', () => undefined);
  return shell;
}
