import type { Command } from '../command/definition.ts';
import { aclApply } from './acl/apply.ts';
import { aclDiff } from './acl/diff.ts';
import { aclExport } from './acl/export.ts';
import { aclList } from './acl/list.ts';
import { aclPlan } from './acl/plan.ts';
import { aclRevoke } from './acl/revoke.ts';
import { aclRotate } from './acl/rotate.ts';
import { aclTest } from './acl/test.ts';
import { alertsAcknowledge } from './alerts/acknowledge.ts';
import { alertsAssign } from './alerts/assign.ts';
import { alertsClose } from './alerts/close.ts';
import { alertsComment } from './alerts/comment.ts';
import { alertsList } from './alerts/list.ts';
import { alertsReopen } from './alerts/reopen.ts';
import { alertsShow } from './alerts/show.ts';
import { alertsSuppress } from './alerts/suppress.ts';
import { certCheck } from './cert/check.ts';
import { channelAdd } from './channel/add.ts';
import { channelDisable } from './channel/disable.ts';
import { channelEnable } from './channel/enable.ts';
import { channelList } from './channel/list.ts';
import { channelRemove } from './channel/remove.ts';
import { channelTest } from './channel/test.ts';
import { complianceAttest, complianceWaive } from './compliance/except.ts';
import { complianceReport } from './compliance/report.ts';
import { complianceRun } from './compliance/run.ts';
import { complianceVerify } from './compliance/verify.ts';
import { configView } from './config/view.ts';
import { dlqList } from './dlq/list.ts';
import { dlqReplay } from './dlq/replay.ts';
import { dlqShow } from './dlq/show.ts';
import { encryptionReencrypt } from './encryption/reencrypt.ts';
import { encryptionRetire } from './encryption/retire.ts';
import { encryptionRotate } from './encryption/rotate.ts';
import { encryptionStatus } from './encryption/status.ts';
import { eventsFields } from './events/fields.ts';
import { eventsSearch } from './events/search.ts';
import { health } from './health.ts';
import { incidentAssign } from './incident/assign.ts';
import { incidentClose } from './incident/close.ts';
import { incidentList } from './incident/list.ts';
import { incidentNote } from './incident/note.ts';
import { incidentOpen } from './incident/open.ts';
import { incidentShow } from './incident/show.ts';
import { intelImport } from './intel/import.ts';
import { intelList } from './intel/list.ts';
import { intelMatch } from './intel/match.ts';
import { intelRemove } from './intel/remove.ts';
import { keyCreate } from './key/create.ts';
import { keyList } from './key/list.ts';
import { keyRevoke } from './key/revoke.ts';
import { keyRotate } from './key/rotate.ts';
import { lag } from './lag.ts';
import { ledger } from './ledger.ts';
import { orgCreate } from './org/create.ts';
import { orgList } from './org/list.ts';
import { orgReconcile } from './org/reconcile.ts';
import { orgSet } from './org/set.ts';
import { orgShow } from './org/show.ts';
import { rulesBacktest } from './rules/backtest.ts';
import { rulesConvert } from './rules/convert.ts';
import { rulesDisable } from './rules/disable.ts';
import { rulesEnable } from './rules/enable.ts';
import { rulesEval } from './rules/eval.ts';
import { rulesExplain } from './rules/explain.ts';
import { rulesImport } from './rules/import.ts';
import { rulesLint } from './rules/lint.ts';
import { rulesList } from './rules/list.ts';
import { rulesTest } from './rules/test.ts';
import { send } from './send.ts';
import { sinkAdd } from './sink/add.ts';
import { sinkList } from './sink/list.ts';
import { sinkPause } from './sink/pause.ts';
import { sinkRemove } from './sink/remove.ts';
import { sinkResume } from './sink/resume.ts';
import { sinkShow } from './sink/show.ts';
import { sinkTest } from './sink/test.ts';
import { streamGroups } from './stream/groups.ts';
import { streamTail } from './stream/tail.ts';
import { suppressionExpire } from './suppression/expire.ts';
import { suppressionList } from './suppression/list.ts';
import { auditTail } from './audit/tail.ts';
import { auditVerify } from './audit/verify.ts';
import { memberAdd, memberRemove } from './member/change.ts';
import { memberList } from './member/list.ts';
import { userCreate } from './user/create.ts';
import { userDisable, userEnable } from './user/disable.ts';
import { userList } from './user/list.ts';
import { userPasswd } from './user/passwd.ts';

/** Every command, in the order of the help text and the reference page. */
export const COMMANDS: readonly Command[] = [
  ...[orgCreate, orgList, orgShow, orgSet, orgReconcile],
  ...[keyCreate, keyList, keyRotate, keyRevoke],
  ...[userCreate, userList, userPasswd, userDisable, userEnable],
  ...[memberAdd, memberList, memberRemove],
  ...[auditTail, auditVerify],
  send,
  ...[streamTail, streamGroups],
  lag,
  ...[dlqList, dlqShow, dlqReplay],
  ledger,
  eventsFields,
  eventsSearch,
  ...[alertsList, alertsShow, alertsAcknowledge, alertsAssign, alertsClose, alertsReopen, alertsComment],
  ...[alertsSuppress, suppressionList, suppressionExpire],
  ...[intelImport, intelList, intelMatch, intelRemove],
  ...[incidentList, incidentShow, incidentOpen, incidentNote, incidentAssign, incidentClose],
  ...[encryptionStatus, encryptionRotate, encryptionReencrypt, encryptionRetire],
  ...[channelAdd, channelList, channelTest, channelEnable, channelDisable, channelRemove],
  ...[sinkAdd, sinkList, sinkShow, sinkTest, sinkPause, sinkResume, sinkRemove],
  ...[
    rulesLint,
    rulesTest,
    rulesEval,
    rulesConvert,
    rulesImport,
    rulesList,
    rulesEnable,
    rulesDisable,
    rulesExplain,
    rulesBacktest,
  ],
  health,
  ...[aclList, aclDiff, aclPlan, aclApply, aclRotate, aclRevoke, aclTest, aclExport],
  certCheck,
  ...[complianceRun, complianceReport, complianceVerify, complianceWaive, complianceAttest],
  configView,
];
