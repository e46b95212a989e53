import type { GlobPart } from '../model/pattern.ts';

/** The parts between two `many`: literal texts and single characters, in order. */
type Segment = Exclude<GlobPart, { kind: 'many' }>[];

/** A pattern with wildcards, cut at its `*`. */
export interface Glob {
  segments: Segment[];
}

/** Prepares the parts of a pattern for `matchGlob`. */
export function createGlob(parts: readonly GlobPart[]): Glob {
  const segments: Segment[] = [[]];
  for (const part of parts) {
    if (part.kind === 'many') segments.push([]);
    else segments.at(-1)?.push(part);
  }
  return { segments };
}

/**
 * Tells whether the whole text fits the pattern. Each segment takes its leftmost place, which is enough for globs, so
 * the work is at most length of text times length of pattern, whatever the pattern.
 */
export function matchGlob(glob: Glob, text: string): boolean {
  const { segments } = glob;
  const first = segments[0] as Segment;
  let from = matchForward(first, text, 0);
  if (segments.length === 1) return from === text.length;
  for (let index = 1; from >= 0 && index < segments.length - 1; index += 1) {
    from = findSegment(segments[index] as Segment, text, from);
  }
  return from >= 0 && matchBackward(segments.at(-1) as Segment, text) >= from;
}

/** @returns the end of the leftmost place at or after `from`, -1 when there is none */
function findSegment(segment: Segment, text: string, from: number): number {
  const [head] = segment;
  if (!head) return from;
  if (segment.length === 1 && head.kind === 'text') {
    const at = text.indexOf(head.text, from);
    return at < 0 ? -1 : at + head.text.length;
  }
  for (let start = from; start <= text.length; start += 1) {
    if (head.kind === 'text') start = text.indexOf(head.text, start);
    if (start < 0) return -1;
    const end = matchForward(segment, text, start);
    if (end >= 0) return end;
  }
  return -1;
}

function matchForward(segment: Segment, text: string, start: number): number {
  let at = start;
  for (const part of segment) {
    if (part.kind === 'one') {
      if (at >= text.length) return -1;
      at += isPairAt(text, at) ? 2 : 1;
    } else {
      if (!text.startsWith(part.text, at)) return -1;
      at += part.text.length;
    }
  }
  return at;
}

/** @returns where the segment begins when it ends the text, -1 when it does not */
function matchBackward(segment: Segment, text: string): number {
  let at = text.length;
  for (let index = segment.length - 1; index >= 0; index -= 1) {
    const part = segment[index] as Segment[number];
    if (part.kind === 'one') {
      if (at === 0) return -1;
      at -= isPairAt(text, at - 2) ? 2 : 1;
    } else {
      if (!text.endsWith(part.text, at)) return -1;
      at -= part.text.length;
    }
    if (at < 0) return -1;
  }
  return at;
}

/** A character outside the basic plane takes two UTF-16 units and counts as one. */
function isPairAt(text: string, at: number): boolean {
  return at >= 0 && (text.codePointAt(at) as number) > 0xffff;
}
