const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const scales = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;
const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `12,345` */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** Short where the exact figure does not matter: `950`, `1.2 k`, `34 M`. */
export function formatShort(value: number): string {
  const scale = scales.find(([size]) => Math.abs(value) >= size);
  if (!scale) return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 1 : 0);
  const scaled = value / scale[0];
  return `${scaled < 10 ? Number(scaled.toFixed(1)) : Math.round(scaled)} ${scale[1]}`;
}

/** `1.2 k/s` */
export function formatRate(perSecond: number): string {
  return `${formatShort(perSecond)}/s`;
}

/** `1.5 MiB` */
export function formatBytes(sizeBytes: number): string {
  let [size, unit] = [sizeBytes, 0];
  while (size >= 1_024 && unit < byteUnits.length - 1) [size, unit] = [size / 1_024, unit + 1];
  return `${unit === 0 || size >= 100 ? Math.round(size) : Number(size.toFixed(1))} ${byteUnits[unit]}`;
}

/** `96 %`; of a share between 0 and 1. */
export function formatShare(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 1 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** `1 alert`, `12,345 alerts` */
export function formatCounted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
