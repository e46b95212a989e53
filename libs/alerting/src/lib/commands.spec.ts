import { BookBench, DAY, HOUR, T0, commandOf, matchOf, uuidNumber } from '../testing/book-kit.ts';
import { MAX_COMMANDS } from './command-log.ts';

function opened(): { bench: BookBench; alertId: string } {
  const bench = new BookBench({ autoIncidentCreation: false }).match(matchOf(0));
  return { bench, alertId: bench.takeAlerts()[0]?.alert.alertId as string };
}

describe('commands on an alert', () => {
  it('each leave one record with actor, note and command id', () => {
    const { bench, alertId } = opened();
    const commands = [
      commandOf({ type: 'alert.acknowledge', alertId, note: 'Mine' }),
      commandOf({ type: 'alert.assign', alertId, assignee: 'ben' }),
      commandOf({ type: 'alert.comment', alertId, note: 'Odd' }),
      commandOf({ type: 'alert.close', alertId, disposition: 'benign', note: 'Test' }),
      commandOf({ type: 'alert.close', alertId, disposition: 'true_positive' }),
      commandOf({ type: 'alert.reopen', alertId, note: 'It is back' }),
      commandOf({ type: 'alert.assign', alertId, assignee: null }),
    ];
    for (const [second, command] of commands.entries())
      expect(bench.book.applyCommand(command, T0 + 1_000 * second)).toEqual({ kind: 'accepted' });
    const records = bench.takeAlerts();
    expect(records.map(({ commandId }) => commandId)).toEqual(commands.map(({ commandId }) => commandId));
    expect(records.every(({ actor }) => actor === 'ana')).toBe(true);
    expect(
      records.map(({ change, note, isNotifiable, alert }) => [
        ...[change, note, isNotifiable, alert.status, alert.disposition, alert.assignee],
      ]),
    ).toEqual([
      ['acknowledged', 'Mine', false, 'acknowledged', undefined, undefined],
      ['assigned', undefined, false, 'acknowledged', undefined, 'ben'],
      ['commented', 'Odd', false, 'acknowledged', undefined, 'ben'],
      ['closed', 'Test', false, 'closed', 'benign', 'ben'],
      ['disposed', undefined, false, 'closed', 'true_positive', 'ben'],
      ['reopened', 'It is back', true, 'firing', undefined, 'ben'],
      ['assigned', undefined, false, 'firing', undefined, undefined],
    ]);
    expect(records.map(({ alert }) => alert.version)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });

  it('are refused with a reason where they make no sense, and change nothing', () => {
    const { bench, alertId } = opened();
    const codeOf = (command: Parameters<typeof commandOf>[0], atMs = 1) => {
      const result = bench.book.applyCommand(commandOf(command), T0 + atMs);
      return result.kind === 'refused' ? result.code : result.kind;
    };
    expect(codeOf({ type: 'alert.comment', alertId: uuidNumber(404), note: 'x' })).toBe('unknown_alert');
    expect(codeOf({ type: 'alert.reopen', alertId })).toBe('wrong_status');
    expect(bench.take()).toEqual([]);
    expect(codeOf({ type: 'alert.close', alertId })).toBe('accepted');
    expect(codeOf({ type: 'alert.acknowledge', alertId })).toBe('wrong_status');
    expect(codeOf({ type: 'alert.close', alertId })).toBe('wrong_status');
    expect(codeOf({ type: 'settings.changed' })).toBe('ignored');
    expect(codeOf({ type: 'alert.comment', alertId, note: 'x' }, 8 * DAY)).toBe('unknown_alert');
    expect(bench.takeAlerts().map(({ change }) => change)).toEqual(['closed']);
  });

  it('reach alerts that resolved by themselves', () => {
    const { bench, alertId } = opened();
    bench.tick(2 * HOUR);
    const close = commandOf({ type: 'alert.close', alertId, disposition: 'true_positive' });
    expect(bench.book.applyCommand(close, T0 + 3 * HOUR)).toEqual({ kind: 'accepted' });
    expect(bench.takeAlerts().map(({ change }) => change)).toEqual(['resolved', 'closed']);
  });

  it('let a reopened alert resolve a dedup window later', () => {
    const { bench, alertId } = opened();
    bench.book.applyCommand(commandOf({ type: 'alert.close', alertId }), T0 + 10);
    bench.book.applyCommand(commandOf({ type: 'alert.reopen', alertId }), T0 + HOUR);
    bench.take();
    expect(bench.tick(2 * HOUR - 1).take()).toEqual([]);
    expect(bench.tick(2 * HOUR).takeAlerts()).toMatchObject([{ change: 'resolved' }]);
  });

  it('refuse to reopen in a full book', () => {
    const bench = new BookBench({ autoIncidentCreation: false, maxOpenAlerts: 1 }).match(matchOf(0));
    const alertId = bench.takeAlerts()[0]?.alert.alertId as string;
    bench.book.applyCommand(commandOf({ type: 'alert.close', alertId }), T0 + 10);
    bench.match(matchOf(20, { subject: { user: 'ana' } }));
    expect(bench.book.applyCommand(commandOf({ type: 'alert.reopen', alertId }), T0 + 30)).toMatchObject({
      code: 'full',
    });
  });
});

describe('a command sent twice', () => {
  it('works once, also after a restore; the newest thousand are remembered', () => {
    const { bench, alertId } = opened();
    const first = commandOf({ type: 'alert.comment', alertId, note: 'first' });
    expect(bench.book.applyCommand(first, T0)).toEqual({ kind: 'accepted' });
    expect(bench.book.applyCommand(first, T0)).toEqual({ kind: 'duplicate' });
    for (let n = 1; n < MAX_COMMANDS; n++)
      bench.book.applyCommand(commandOf({ type: 'alert.comment', alertId, note: `${n}` }), T0);
    bench.take();
    bench.book.restore(bench.store.read());
    expect(bench.book.applyCommand(first, T0)).toEqual({ kind: 'duplicate' });
    bench.book.applyCommand(commandOf({ type: 'alert.comment', alertId, note: 'one more' }), T0);
    bench.take();
    expect(bench.store.sizeOf('commands')).toBe(MAX_COMMANDS);
    expect(bench.book.applyCommand(first, T0)).toEqual({ kind: 'accepted' });
  });

  it('may be sent again after a refusal', () => {
    const { bench, alertId } = opened();
    const reopen = commandOf({ type: 'alert.reopen', alertId });
    expect(bench.book.applyCommand(reopen, T0)).toMatchObject({ kind: 'refused' });
    bench.book.applyCommand(commandOf({ type: 'alert.close', alertId }), T0);
    expect(bench.book.applyCommand(reopen, T0)).toEqual({ kind: 'accepted' });
  });
});
