import type { ReactNode } from 'react';
import { Logo } from '../../app/logo.tsx';

/** The window of the pages for those who are not in yet. */
export function SignInFrame({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center bg-sunken p-4">
      <div className="w-full max-w-90 rounded-xl border border-line bg-card p-6 shadow-(--shadow-overlay) sm:p-8">
        <Logo className="mb-5 size-9" />
        <h1>{title}</h1>
        {text !== undefined && <p className="mt-1 text-sm text-muted">{text}</p>}
        <div className="mt-6 flex flex-col gap-4">{children}</div>
      </div>
    </main>
  );
}
