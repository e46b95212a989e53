import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pencil, Power } from 'lucide-react';
import { answerOf, api } from '../../api/client.ts';
import { formatCount } from '../../format/format-number.ts';
import { dispositionText } from '../../messages/domain.ts';
import { rulesText } from '../../messages/rules.ts';
import { PersonName } from '../../people/person-name.tsx';
import { useMay } from '../../session/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Drawer, DrawerSection } from '../../ui/drawer.tsx';
import { ExternalLink, linkClass } from '../../ui/link.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { say, sayError } from '../../ui/toast.ts';
import { RuleState } from './rule-columns.tsx';
import { RuleTuning } from './rule-tuning.tsx';
import { ruleQuery, versionsQuery, type ListedRule, type RuleReply } from './rules-query.ts';

interface RuleDrawerProps {
  ruleId: string | undefined;
  onClose: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onToggle: (rule: ListedRule) => void;
  onEdit: (rule: ListedRule) => void;
}

/** One rule: what it looks for, how it did, what is set for it here. */
export default function RuleDrawer({ ruleId, onToggle, onEdit, ...frame }: RuleDrawerProps) {
  const query = useQuery({ ...ruleQuery(ruleId ?? ''), enabled: ruleId !== undefined });
  const mayWrite = useMay('rules:write');
  const rule = query.data?.rule;
  return (
    <Drawer
      {...frame}
      isOpen={ruleId !== undefined}
      title={rule?.title ?? (query.isError ? rulesText.notFound : '…')}
      eyebrow={
        rule && (
          <>
            <SeverityMark severity={rule.override?.severity ?? rule.level} hasWord />
            <RuleState rule={rule} />
          </>
        )
      }
      footer={
        rule &&
        mayWrite && (
          <>
            {rule.state !== 'shadowed' && (
              <Button size="sm" onClick={() => onToggle(rule)}>
                <Power aria-hidden />
                {rulesText.toggle(rule.state !== 'enabled')}
              </Button>
            )}
            {query.data?.yaml != null && (
              <Button size="sm" onClick={() => onEdit(rule)}>
                <Pencil aria-hidden />
                {rule.isOwn ? rulesText.edit : rulesText.copyAsOwn}
              </Button>
            )}
          </>
        )
      }
    >
      {query.data ? (
        <RuleDetails key={query.data.rule.ruleId} reply={query.data} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div className="p-5">
          <SkeletonLines count={8} />
        </div>
      )}
    </Drawer>
  );
}

function RuleDetails({ reply }: { reply: RuleReply }) {
  const { rule, description, explain, references, falsePositives, yaml } = reply;
  const mayWrite = useMay('rules:write');
  return (
    <>
      <DrawerSection title={rulesText.what}>
        {description !== undefined && <p className="mb-2 text-sm">{description}</p>}
        <pre className="code rounded-md border border-line bg-sunken p-2 text-xs whitespace-pre-wrap wrap-anywhere">
          {explain.join('\n')}
        </pre>
        <div className="mt-2 flex flex-wrap gap-1.5">
          {rule.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </div>
        {rule.state === 'shadowed' && <p className="mt-2 text-sm text-medium">{rulesText.shadowed}</p>}
      </DrawerSection>
      <Stats reply={reply} />
      {mayWrite && (
        <DrawerSection title={rulesText.tuning}>
          <RuleTuning rule={rule} />
        </DrawerSection>
      )}
      {falsePositives.length > 0 && (
        <DrawerSection title={rulesText.falsePositives}>
          <ul className="list-disc pl-5 text-sm">
            {falsePositives.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </DrawerSection>
      )}
      {references.length > 0 && (
        <DrawerSection title={rulesText.references}>
          <ul className="flex flex-col gap-1 text-sm">
            {references.map((href) => (
              <li key={href} className="min-w-0 wrap-anywhere">
                {/^https?:\/\//.test(href) ? <ExternalLink href={href}>{href}</ExternalLink> : href}
              </li>
            ))}
          </ul>
        </DrawerSection>
      )}
      <DrawerSection title={rulesText.yaml} actions={yaml !== null && <CopyButton text={yaml} />}>
        {yaml === null ? (
          <p className="text-sm text-muted">{rulesText.noYaml}</p>
        ) : (
          <pre
            tabIndex={0}
            aria-label={rulesText.yaml}
            className="code max-h-[480px] overflow-auto rounded-md border border-line bg-sunken p-2 text-xs"
          >
            {yaml}
          </pre>
        )}
      </DrawerSection>
      {rule.isOwn && <Versions ruleId={rule.ruleId} current={reply.version} />}
    </>
  );
}

const VERDICTS = ['true_positive', 'false_positive', 'benign'] as const;

function Stats({ reply: { rule, stats } }: { reply: RuleReply }) {
  return (
    <DrawerSection
      title={rulesText.stats}
      actions={
        <Link
          to="/alerts"
          search={{ rule: rule.ruleId, range: '30d', status: ['firing', 'acknowledged', 'resolved', 'closed'] }}
          className={`text-xs ${linkClass}`}
        >
          {rulesText.alertsLink}
        </Link>
      }
    >
      <div className="flex flex-wrap items-center gap-1.5 text-sm">
        <span className="tabular mr-1">{rulesText.opened(stats.alerts30d)}</span>
        {VERDICTS.filter((verdict) => stats.closedAs[verdict] > 0).map((verdict) => (
          <Badge key={verdict}>
            {formatCount(stats.closedAs[verdict])} {dispositionText[verdict].toLowerCase()}
          </Badge>
        ))}
      </div>
    </DrawerSection>
  );
}

function Versions({ ruleId, current }: { ruleId: string; current: number | undefined }) {
  const client = useQueryClient();
  const mayWrite = useMay('rules:write');
  const { data } = useQuery(versionsQuery(ruleId));
  const rollback = useMutation({
    mutationFn: (version: number) =>
      answerOf(api.POST('/api/v1/rules/{ruleId}/rollback', { params: { path: { ruleId } }, body: { version } })),
    onSuccess: (_, version) => say(rulesText.rolledBack(version)),
    onError: (error) => sayError(rulesText.failed, error),
    onSettled: () => client.invalidateQueries({ queryKey: ['rules'] }),
  });
  return (
    <DrawerSection title={rulesText.versions}>
      {!data && <SkeletonLines count={2} />}
      <ul className="flex flex-col gap-2">
        {data?.versions.map(({ version, reason, createdBy, createdAtMs, yaml }) => (
          <li key={version} className="flex items-start gap-3 text-sm">
            <span className="tabular w-6 shrink-0 text-muted">{version}</span>
            <span className="min-w-0 flex-1">
              <span className="wrap-anywhere">{yaml === undefined ? rulesText.withdrawn : reason}</span>
              <span className="block text-xs text-muted">
                <PersonName who={createdBy} /> · <RelativeTime atMs={createdAtMs} hasSuffix />
              </span>
            </span>
            {mayWrite && version !== current && yaml !== undefined && (
              <Button size="sm" isBusy={rollback.isPending} onClick={() => rollback.mutate(version)}>
                {rulesText.rollback}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </DrawerSection>
  );
}
