import { Random } from './random.ts';
import { ATTACK_STORY, ODD_LOGIN } from './scenes/attack-story.ts';
import { cloudSignIn } from './scenes/cloud.ts';
import type { Scene, Stage } from './scenes/scene.ts';
import { sshd } from './scenes/sshd.ts';
import { web } from './scenes/web.ts';
import { windows } from './scenes/windows.ts';
import type { TrafficItem } from './traffic-item.ts';
import { pickByWeight, zipfCumulative } from './zipf.ts';

export interface TrafficOptions {
  /** The same seed and the same times give the same traffic. */
  seed: number;
  /** JSON events only, for senders and measurements that post NDJSON. */
  isJsonOnly?: boolean;
  /** Ordinary items between two tellings of the attack story; 0 leaves the story out. */
  storyInterval?: number;
}

const MIX: readonly { scene: Scene; weight: number; isJson: boolean }[] = [
  { scene: sshd, weight: 0.25, isJson: false },
  { scene: web, weight: 0.35, isJson: true },
  { scene: windows, weight: 0.25, isJson: true },
  { scene: cloudSignIn, weight: 0.15, isJson: true },
];

/** Share of story items while a story is being told; the rest is ordinary traffic around it. */
const STORY_DENSITY = 0.4;
const FIRST_PID = 1_000;
/** By then somebody who watches has seen what is usual, and so has anomaly scoring. */
const ODD_LOGIN_TELLING = 3;

/** Endless demo traffic of a small company, with an attack in it. */
export class TrafficGenerator {
  readonly #random: Random;
  readonly #scenes: readonly Scene[];
  readonly #weights: Float64Array;
  readonly #storyInterval: number;
  readonly #isJsonOnly: boolean;
  readonly #idPrefix: string;
  #count = 0;
  #pid = FIRST_PID;
  #untilStory: number;
  #storyAt = -1;
  #tellings = 0;

  constructor({ seed, isJsonOnly = false, storyInterval = 400 }: TrafficOptions) {
    this.#random = new Random(seed);
    this.#idPrefix = `demo-${seed.toString(36)}-${this.#random.hex(6)}`;
    this.#isJsonOnly = isJsonOnly;
    this.#storyInterval = storyInterval;
    this.#untilStory = Math.ceil(storyInterval / 4);
    const mix = MIX.filter((part) => part.isJson || !isJsonOnly);
    this.#scenes = mix.map((part) => part.scene);
    this.#weights = cumulative(mix.map((part) => part.weight));
  }

  /** The next item, with event time `timeMs`. */
  next(timeMs: number): TrafficItem {
    const stage = this.#stage(timeMs);
    return this.#storyItem(stage) ?? this.#ordinaryItem(stage);
  }

  /** `count` items spread evenly over the `spanMs` before `endMs`. */
  take(count: number, { endMs, spanMs = 0 }: { endMs: number; spanMs?: number }): TrafficItem[] {
    return Array.from({ length: count }, (_, index) =>
      this.next(Math.round(endMs - spanMs + (spanMs * (index + 1)) / count)),
    );
  }

  #stage(timeMs: number): Stage {
    return {
      random: this.#random,
      timeMs,
      nextId: () => `${this.#idPrefix}-${++this.#count}`,
      nextPid: () => ++this.#pid,
    };
  }

  #storyItem(stage: Stage): TrafficItem | undefined {
    if (this.#storyInterval === 0) return undefined;
    if (this.#storyAt < 0 && --this.#untilStory <= 0) this.#storyAt = 0;
    if (this.#storyAt < 0 || !this.#random.isTrue(STORY_DENSITY)) return undefined;
    for (;;) {
      const step = ATTACK_STORY[this.#storyAt++];
      if (step === undefined) return this.#endStory(stage);
      const item = step(stage);
      if (item.kind === 'event' || !this.#isJsonOnly) return item;
    }
  }

  /** One telling has one thing more. */
  #endStory(stage: Stage): TrafficItem | undefined {
    this.#storyAt = -1;
    this.#untilStory = this.#storyInterval;
    return ++this.#tellings === ODD_LOGIN_TELLING ? ODD_LOGIN(stage) : undefined;
  }

  #ordinaryItem(stage: Stage): TrafficItem {
    const scene = this.#scenes[pickByWeight(this.#weights, this.#random.integer(0, 999_999) / 1e6)] as Scene;
    return scene(stage);
  }
}

/** Draws organisations so that few send much and many send little. */
export class OrgPicker {
  readonly #random: Random;
  readonly #weights: Float64Array;

  constructor({ seed, count, exponent = 1 }: { seed: number; count: number; exponent?: number }) {
    this.#random = new Random(seed);
    this.#weights = zipfCumulative(count, exponent);
  }

  /** Index in [0, count). */
  next(): number {
    return pickByWeight(this.#weights, this.#random.integer(0, 999_999) / 1e6);
  }
}

function cumulative(weights: readonly number[]): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return Float64Array.from(weights, (weight) => (sum += weight) / total);
}
