import { useEffect, useEffectEvent, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useShownTheme } from '../theme/use-shown-theme.ts';
import type { Zone } from '../time/zone.ts';
import { useWidth } from '../ui/table/use-width.ts';
import { plotData, plotOptions } from './plot-options.ts';
import type { TimeSeriesProps } from './time-series.tsx';

interface PlotProps extends TimeSeriesProps {
  heightPx: number;
  format: (value: number) => string;
  zone: Zone;
  /** Where the cursor is. */
  index: number | null;
  onIndex: (index: number | null) => void;
}

/** The drawing itself; made anew when its shape or the theme changes, else only its data. */
export default function Plot(props: PlotProps) {
  const { timesMs, series, isStacked = false, heightPx, zone, index } = props;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const widthPx = useWidth(place);
  const theme = useShownTheme();
  const hasZoom = props.onZoom !== undefined;
  const shape = JSON.stringify(series.map(({ name, color }) => [name, color]));
  const onIndex = useEffectEvent((next: number | null) => props.onIndex(next));
  const onZoom = useEffectEvent((fromMs: number, toMs: number) => props.onZoom?.(fromMs, toMs));
  const make = useEffectEvent((parent: HTMLElement) => {
    const size = { width: widthPx, height: heightPx };
    const on = {
      onIndex: (next: number | null) => onIndex(next),
      onZoom: (from: number, to: number) => onZoom(from, to),
    };
    const options = plotOptions({ ...size, series, isStacked, zone, hasZoom, format: props.format, ...on });
    return new uPlot(options, plotData(timesMs, series, isStacked), parent);
  });
  useEffect(() => {
    if (!place.current || widthPx === 0) return undefined;
    const made = make(place.current);
    plot.current = made;
    return () => {
      plot.current = undefined;
      made.destroy();
    };
  }, [shape, isStacked, theme, zone, hasZoom, heightPx, widthPx]);
  useEffect(() => {
    plot.current?.setData(plotData(timesMs, series, isStacked));
  }, [timesMs, series, isStacked]);
  useEffect(() => moveCursor(plot.current, index), [index]);
  return <div ref={place} className="h-full w-full overflow-hidden" />;
}

/** For the keyboard; the pointer moves it by itself. */
function moveCursor(plot: uPlot | undefined, index: number | null): void {
  if (!plot || plot.cursor.idx === index) return;
  const time = index === null ? undefined : plot.data[0][index];
  plot.setCursor(
    { left: time === undefined ? -10 : plot.valToPos(time, 'x'), top: time === undefined ? -10 : 1 },
    false,
  );
}
