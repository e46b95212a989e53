import uPlot from 'uplot';
import { colorOf } from '../theme/theme-colors.ts';
import { formatClock, formatDay } from '../time/format-time.ts';
import type { Zone } from '../time/zone.ts';
import { stacked, type Series } from './series.ts';

interface PlotOptions {
  width: number;
  height: number;
  series: readonly Series[];
  isStacked: boolean;
  zone: Zone;
  hasZoom: boolean;
  format: (value: number) => string;
  onIndex: (index: number | null) => void;
  onZoom: (fromMs: number, toMs: number) => void;
}

const font = "12px 'Inter Variable', sans-serif";
const dayS = 86_400;

/** Times in seconds and one list of values per series, as uPlot takes them. */
export function plotData(timesMs: readonly number[], series: readonly Series[], isStacked: boolean): uPlot.AlignedData {
  const values = isStacked ? stacked(series) : series.map((one) => [...one.values]);
  return [timesMs.map((atMs) => atMs / 1_000), ...values];
}

/** How it is drawn, in the colours of now. */
export function plotOptions(options: PlotOptions): uPlot.Options {
  const { width, height, series, isStacked, hasZoom } = options;
  return {
    width,
    height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: !isStacked, size: 6 },
      drag: { x: hasZoom, y: false, setScale: false },
    },
    scales: { y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.1 : 1] } },
    axes: axesOf(options),
    series: [{}, ...series.map((one) => drawn(one, isStacked))],
    ...(isStacked
      ? { bands: series.slice(1).map((_, index) => ({ series: [index + 2, index + 1] as [number, number] })) }
      : {}),
    hooks: {
      setCursor: [(plot) => options.onIndex(plot.cursor.idx ?? null)],
      setSelect: [(plot) => select(plot, options.onZoom)],
    },
  };
}

function drawn({ name, color }: Series, isStacked: boolean): uPlot.Series {
  return {
    label: name,
    stroke: colorOf(color),
    width: isStacked ? 1 : 1.5,
    points: { show: false },
    ...(isStacked ? { fill: colorOf(color, 0.35) } : {}),
  };
}

function axesOf({ zone, format }: PlotOptions): uPlot.Axis[] {
  const common: uPlot.Axis = { font, stroke: colorOf('muted'), ticks: { show: false } };
  const grid = { stroke: colorOf('line'), width: 1 };
  return [
    {
      ...common,
      grid: { show: false },
      size: 26,
      gap: 6,
      space: 72,
      values: (_plot, splits, _index, _space, incrementS) =>
        splits.map((atS) => timeText(atS * 1_000, incrementS, zone)),
    },
    { ...common, grid, size: 52, values: (_plot, splits) => splits.map(format) },
  ];
}

function timeText(atMs: number, incrementS: number, zone: Zone): string {
  if (incrementS >= dayS) return formatDay(atMs, zone).slice(5);
  const clock = formatClock(atMs, zone);
  return incrementS >= 60 ? clock.slice(0, 5) : clock;
}

function select(plot: uPlot, onZoom: PlotOptions['onZoom']): void {
  const { left, width } = plot.select;
  if (width < 4) return;
  const at = (px: number): number => Math.round(plot.posToVal(px, 'x') * 1_000);
  onZoom(at(left), at(left + width));
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}
