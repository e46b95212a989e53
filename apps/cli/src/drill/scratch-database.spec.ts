import { runRestore } from './scratch-database.ts';

const URL_OF_DRILL = 'postgres://olga:s%40fe-pass%2Fword@127.0.0.1:5432/redoubt_drill';

const failureOf = (command: string, url = URL_OF_DRILL): Promise<string> =>
  runRestore(command, url, new AbortController().signal).then(
    () => 'none',
    (error: unknown) => (error as Error).message,
  );

it.each([
  ['its address', 'echo "cannot connect to $DRILL_DATABASE_URL" >&2; exit 1', 'cannot connect to $DRILL_DATABASE_URL'],
  ['the password as it was typed', 'echo "login s@fe-pass/word" >&2; exit 1', 'login [redacted]'],
  ['the password within an address', 'echo "login s%40fe-pass%2Fword" >&2; exit 1', 'login [redacted]'],
  [
    'an address of its own',
    'echo "postgres://me:of-another-server@10.0.0.1/x" >&2; exit 1',
    'postgres://me:[redacted]@10.0.0.1/x',
  ],
])('a restore that fails is told of without %s', async (_, command, said) => {
  expect(await failureOf(command)).toBe(`the restore ended with 1: ${said}`);
});

it('no half of a password is left where what was said is cut', async () => {
  // The last 2,000 characters begin within the password.
  const command = `printf '%s%01990d' 's@fe-pass/word' 0 >&2; exit 1`;
  expect(await failureOf(command)).toBe(`the restore ended with 1: [redacted]${'0'.repeat(1_990)}`);
});

it('a password that is no escape is hidden as it stands', async () => {
  expect(await failureOf('echo "login 100%x" >&2; exit 1', 'postgres://olga:100%x@127.0.0.1/x')).toBe(
    'the restore ended with 1: login [redacted]',
  );
});

it('a restore that succeeds says nothing', async () => {
  expect(await failureOf('test -n "$DRILL_DATABASE_URL"')).toBe('none');
});
