import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Rgb = readonly [number, number, number];

const css = readFileSync(join(import.meta.dirname, '../src/styles/tokens.css'), 'utf8');
const value = String.raw`oklch\([^)]+\)`;
const token = new RegExp(String.raw`--color-([\w-]+): (?:light-dark\((${value}), (${value})\)|(${value}));`, 'g');
const colors = new Map(
  [...css.matchAll(token)].map(([, name = '', light, dark, both = '']) => [
    name,
    { light: parse(light ?? both), dark: parse(dark ?? both) },
  ]),
);

/** Linear sRGB of an OKLCH colour (Björn Ottosson, "A perceptual color space for image processing"). */
function parse(text: string): Rgb {
  const [lightness = 0, chroma = 0, hue = 0] = text.slice(6, -1).split(' ').map(Number);
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (part: number): number => Math.min(1, Math.max(0, part));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** WCAG 2.2 contrast ratio. */
function contrast(one: Rgb, other: Rgb): number {
  const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const SURFACES = ['sunken', 'canvas', 'card', 'raised', 'hover'];
const TEXTS = ['fg', 'muted', 'faint', 'accent-text', 'critical', 'high', 'medium', 'low', 'informational', 'good'];

function tooWeak(names: readonly string[], surfaces: readonly string[], least: number): string[] {
  return (['light', 'dark'] as const).flatMap((theme) =>
    names.flatMap((name) =>
      surfaces.flatMap((surface) => {
        const [front, back] = [colors.get(name)?.[theme], colors.get(surface)?.[theme]];
        if (!front || !back) return [`${name} or ${surface} is not in the list`];
        const ratio = contrast(front, back);
        return ratio < least ? [`${name} on ${surface}, ${theme}: ${ratio.toFixed(2)}`] : [];
      }),
    ),
  );
}

test('text is readable on every surface in both themes', () => {
  expect(tooWeak(TEXTS, SURFACES, 4.5)).toEqual([]);
  expect(tooWeak(['accent-fg'], ['accent', 'accent-hover'], 4.5)).toEqual([]);
});

test('borders of fields, the focus ring and marks stand out', () => {
  const marks = ['critical', 'high', 'medium', 'low', 'informational'].map((name) => `mark-${name}`);
  expect(tooWeak(['line-strong', 'focus', ...marks], SURFACES, 3)).toEqual([]);
});

test('the ratio is that of the standard', () => {
  expect(contrast([1, 1, 1], [0, 0, 0])).toBeCloseTo(21);
});
