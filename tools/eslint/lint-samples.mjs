import { json } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

/**
 * Lints source texts as if they stood at the given paths, with the repository's own configuration.
 *
 * Standard input: `[{path, code}]`. Standard output: one array of rule ids per sample. The files need not exist, so the
 * rules that ask the type checker are off.
 */
const samples = await json(process.stdin);
const eslint = new ESLint({
  cwd: new URL('../..', import.meta.url).pathname,
  overrideConfig: [tseslint.configs.disableTypeChecked, { rules: { '@typescript-eslint/no-unused-vars': 'off' } }],
});
const found = [];
for (const { path, code } of samples) {
  const [result] = await eslint.lintText(code, { filePath: path });
  found.push(result.messages.map((message) => message.ruleId ?? message.message));
}
process.stdout.write(JSON.stringify(found));
