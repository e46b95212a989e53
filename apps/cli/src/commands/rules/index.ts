import type { Command } from '../../command/definition.ts';
import { rulesBacktest } from './backtest.ts';
import { rulesConvert } from './convert.ts';
import { rulesDisable } from './disable.ts';
import { rulesEnable } from './enable.ts';
import { rulesEval } from './eval.ts';
import { rulesExplain } from './explain.ts';
import { rulesImport } from './import.ts';
import { rulesLint } from './lint.ts';
import { rulesList } from './list.ts';
import { rulesTest } from './test.ts';

export const rulesCommands: readonly Command[] = [
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
];
