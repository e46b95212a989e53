import { ALERT_STATUSES } from '@redoubt/contracts';
import { alertOf } from '@redoubt/test-kit';
import { createStyle } from '../output/style.ts';
import { actionExitCode, renderActions, type ActionJson } from './action-result.ts';
import { asCaseId, theOne } from './case-id.ts';
import { asStatuses } from './filters.ts';
import { mayObey, type AlertAsk } from './may-obey.ts';

const view = { style: createStyle(false), width: undefined, nowMs: 0 };

describe('what can be asked of an alert', () => {
  const close: AlertAsk = { type: 'alert.close', disposition: 'benign', note: 'x' };
  it.each<[AlertAsk, string[]]>([
    [{ type: 'alert.acknowledge' }, ['fits', 'already', 'refused', 'refused']],
    [close, ['fits', 'fits', 'fits', 'fits']],
    [{ type: 'alert.reopen' }, ['already', 'already', 'fits', 'fits']],
    [{ type: 'alert.comment', note: 'x' }, ['fits', 'fits', 'fits', 'fits']],
    [{ type: 'alert.assign', assignee: null }, ['already', 'already', 'already', 'already']],
    [{ type: 'alert.assign', assignee: 'ana' }, ['fits', 'fits', 'fits', 'fits']],
  ])('depends on its status: %j', (ask, expected) => {
    expect(ALERT_STATUSES.map((status) => mayObey(alertOf({ status }), ask).kind)).toEqual(expected);
  });

  it('is another verdict of a closed one, and not the same again', () => {
    const closed = alertOf({ status: 'closed', disposition: 'benign' });
    expect(mayObey(closed, close)).toEqual({ kind: 'already', reason: 'it is closed as benign already' });
    expect(mayObey(closed, { ...close, disposition: 'true_positive' }).kind).toBe('fits');
  });
});

describe('outcomes', () => {
  const result = (outcome: ActionJson['outcome'], detail?: string): ActionJson => ({
    ...{ id: '3f2a9c01-0', shortId: '3f2a9c01', title: 'Brute force', outcome, status: 'firing' },
    ...(detail === undefined ? {} : { detail }),
  });
  const all = (...results: ActionJson[]) => ({ organization: 'acme', isDryRun: false, isMore: false, results });

  it('of one alert are a sentence', () => {
    const text = renderActions(all(result('refused', 'it is closed')), 'acknowledged', view);
    expect(text).toBe('refused  3f2a9c01  Brute force (firing): it is closed');
    expect(renderActions(all(result('done')), 'acknowledged', view)).toBe(
      'acknowledged  3f2a9c01  Brute force (firing)',
    );
    expect(renderActions(all(), 'acknowledged', view)).toBe('nothing to do');
  });

  it('of several are a table with a sum', () => {
    const text = renderActions(
      { ...all(result('done'), result('done'), result('already', 'why')), isMore: true },
      'closed',
      view,
    );
    expect(text).toMatch(/nothing to do +firing +why +Brute force\n/);
    expect(text).toMatch(/\n\n2 closed, 1 with nothing to do\nthere are more/);
  });

  it('decide the exit code', () => {
    expect(actionExitCode(all(result('done'), result('already'), result('sent')))).toBe(0);
    expect(actionExitCode(all(result('refused')))).toBe(7);
    expect(actionExitCode(all(result('refused'), result('done')))).toBe(4);
    expect(actionExitCode(all(result('unanswered')))).toBe(4);
  });
});

describe('ids and statuses', () => {
  it('are read as people type them', () => {
    expect(asCaseId('3F2A')).toBe('3f2a');
    expect(() => asCaseId('3f')).toThrow('at least 4 digits');
    expect(() => asCaseId('xyz1')).toThrow('must be an id');
    expect(asStatuses('open,closed', undefined)).toEqual(['firing', 'acknowledged', 'closed']);
    expect(asStatuses('all', ['firing'])).toEqual(ALERT_STATUSES);
    expect(() => asStatuses('odd', undefined)).toThrow('must be open, all, or some of');
  });

  it('that stand for none or for several are refused, with those that may be meant', () => {
    expect(theOne('alerts', '3f2a', ['3f2a9c01'])).toBe('3f2a9c01');
    expect(() => theOne('incidents', '3f2a', [])).toThrow('there is no incident 3f2a in this organisation');
    expect(() => theOne('alerts', '3f2a', ['3f2a1', '3f2a2'])).toThrow('3f2a stands for several alerts');
  });
});
