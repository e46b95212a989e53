import { ExternalLink as Icon } from 'lucide-react';
import type { ReactNode } from 'react';

export const linkClass = 'text-accent-text underline-offset-2 hover:underline';

/** To another site, which learns nothing of this one. */
export function ExternalLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" className={`inline-flex items-center gap-1 ${linkClass}`}>
      {children}
      <Icon aria-hidden className="size-3.5" />
    </a>
  );
}
