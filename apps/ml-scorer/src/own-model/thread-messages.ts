/** Where the thread finds what it runs. */
export interface ThreadOptions {
  /** The model, ONNX. */
  file: string;
  /** Hex digest that it must have. */
  sha256?: string | undefined;
  /** Folder whose node_modules hold onnxruntime-web. */
  runtimeDir: string;
}

export interface ThreadQuestion {
  id: number;
  /** `count` vectors of FEATURES numbers, one after the other. */
  rows: Float32Array;
  count: number;
}

/** The first message says that the model is loaded. */
export type ThreadAnswer =
  | { kind: 'loaded' }
  | { kind: 'scores'; id: number; scores: Float64Array }
  | { kind: 'failed'; id: number; detail: string };
