import type { Alert } from '@redoubt/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, api } from '../../api/client.ts';
import { alertDetailText } from '../../messages/alerts.ts';
import { useMay } from '../../session/session.ts';
import { DrawerSection } from '../../ui/drawer.tsx';
import { linkClass } from '../../ui/link.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';

/** The rule that fired: its author, what it looks for, its text. */
export function RuleSection({ alert: { ruleId, ruleName, ruleAuthor } }: { alert: Alert }) {
  const [isOpen, setOpen] = useState(false);
  const mayRead = useMay('rules:read');
  const { data, isLoading } = useQuery({
    queryKey: ['rules', 'one', ruleId],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/rules/{ruleId}', { params: { path: { ruleId } }, signal })),
    enabled: mayRead,
    staleTime: 300_000,
  });
  return (
    <DrawerSection
      title={alertDetailText.rule}
      actions={
        mayRead && (
          <Link to="/rules" search={{ rule: ruleId }} className={`text-xs ${linkClass}`}>
            {alertDetailText.openRule}
          </Link>
        )
      }
    >
      <p className="text-sm">
        <span className="font-medium">{ruleName}</span>
        {ruleAuthor !== undefined && (
          <span className="text-muted">
            {' '}
            {alertDetailText.author} {ruleAuthor}
          </span>
        )}
      </p>
      {isLoading && <SkeletonLines count={3} />}
      {data?.description !== undefined && <p className="mt-1 text-sm text-muted">{data.description}</p>}
      {data && (
        <>
          <pre className="code mt-2 rounded-md border border-line bg-sunken p-2 text-xs whitespace-pre-wrap wrap-anywhere">
            {data.explain.join('\n')}
          </pre>
          <button
            type="button"
            aria-expanded={isOpen}
            className={`mt-1 min-h-6 text-xs ${linkClass}`}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? alertDetailText.hideYaml : alertDetailText.showYaml}
          </button>
          {isOpen && (
            <pre
              tabIndex={0}
              aria-label={alertDetailText.rule}
              className="code mt-1 max-h-96 overflow-auto rounded-md border border-line bg-sunken p-2 text-xs"
            >
              {data.yaml}
            </pre>
          )}
        </>
      )}
    </DrawerSection>
  );
}
