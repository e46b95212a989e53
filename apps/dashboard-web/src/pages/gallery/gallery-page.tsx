import type { ReactNode } from 'react';
import { toggleTheme } from '../../theme/theme.ts';
import { Button } from '../../ui/button.tsx';
import { ChartSamples } from './chart-samples.tsx';
import { ControlSamples } from './control-samples.tsx';
import { MarkSamples } from './mark-samples.tsx';
import { OverlaySamples } from './overlay-samples.tsx';
import { StateSamples } from './state-samples.tsx';
import { TableSample } from './table-sample.tsx';

/** Every part that pages are made of. Not in a production build, so its words are no part of the catalogue. */
export function GalleryPage() {
  return (
    <main className="mx-auto flex max-w-6xl flex-col gap-8 p-4 sm:p-8">
      <header className="flex items-center justify-between">
        <h1>Gallery</h1>
        <Button onClick={toggleTheme}>Other theme</Button>
      </header>
      <Section title="Controls">
        <ControlSamples />
      </Section>
      <Section title="Marks and figures">
        <MarkSamples />
      </Section>
      <Section title="Charts">
        <ChartSamples />
      </Section>
      <Section title="Table of 10,000">
        <TableSample />
      </Section>
      <Section title="Overlays">
        <OverlaySamples />
      </Section>
      <Section title="States">
        <StateSamples />
      </Section>
    </main>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
