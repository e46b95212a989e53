import { alertRecordSchema } from '@redoubt/contracts';
import { alertOf, alertRecordOf, CASE_TIME_MS, incidentOf, incidentRecordOf, numberedAlert } from './case-builders.ts';

it('makes records that hold to the contract', () => {
  for (const record of [
    alertRecordOf(alertOf()),
    alertRecordOf(numberedAlert(7), { change: 'updated', isNotifiable: false, actor: 'ana' }),
    incidentRecordOf(incidentOf()),
  ]) {
    expect(alertRecordSchema.parse(record)).toEqual(record);
  }
});

it('replaces what is given and sets all times by one', () => {
  expect(alertOf({ severity: 'low' }, 9e11)).toMatchObject({ severity: 'low', updatedAtMs: 9e11, lastSeenMs: 9e11 });
  expect(incidentOf({ status: 'closed' }).createdAtMs).toBe(CASE_TIME_MS);
});

it('tells numbered alerts apart', () => {
  expect(numberedAlert(1)).toEqual(numberedAlert(1));
  expect(numberedAlert(2).alertId).not.toBe(numberedAlert(1).alertId);
  expect(alertOf().alertId).not.toBe(alertOf().alertId);
});
