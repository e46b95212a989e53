import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';
import { rulesText } from '../../messages/rules.ts';
import { say, sayError } from '../../ui/toast.ts';

type Change = components['schemas']['ChangeRuleBody'];

/** Changes how a rule runs, and says so. */
export function useChangeRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ ruleId, body }: { ruleId: string; body: Change }) =>
      answerOf(api.PATCH('/api/v1/rules/{ruleId}', { params: { path: { ruleId } }, body })),
    onSuccess: ({ rule, isInForce }, { body }) => {
      const text =
        body.isEnabled === undefined
          ? rulesText.saved
          : body.isEnabled
            ? rulesText.turnedOn(rule.title)
            : rulesText.turnedOff(rule.title);
      say(text, isInForce ? {} : { detail: rulesText.later });
    },
    onError: (error) => sayError(rulesText.failed, error),
    onSettled: () => client.invalidateQueries({ queryKey: ['rules'] }),
  });
}
