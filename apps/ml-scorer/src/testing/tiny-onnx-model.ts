/** Protocol buffers, as far as a model of two operators needs them. */
const varint = (value: number): number[] => (value > 127 ? [(value & 127) | 128, ...varint(value >>> 7)] : [value]);
const number = (field: number, value: number): number[] => [...varint(field << 3), ...varint(value)];
const bytes = (field: number, value: readonly number[]): number[] => [
  ...varint((field << 3) | 2),
  ...varint(value.length),
  ...value,
];
const text = (field: number, value: string): number[] => bytes(field, [...Buffer.from(value)]);

const FLOAT = 1;
const IR_VERSION = 8;
const OPSET = 13;

function tensorShape(name: string, columns: number): number[] {
  const shape = [...bytes(1, text(2, 'rows')), ...bytes(1, number(1, columns))];
  return [...text(1, name), ...bytes(2, bytes(1, [...number(1, FLOAT), ...bytes(2, shape)]))];
}

const node = (operator: string, inputs: readonly string[], output: string): number[] => [
  ...inputs.flatMap((input) => text(1, input)),
  ...text(2, output),
  ...text(4, operator),
];

/** An ONNX model (github.com/onnx/onnx, onnx.proto): the sigmoid of a weighted sum of a row's numbers. */
export function tinyOnnxModel(weights: Float32Array): Uint8Array {
  const raw = [...new Uint8Array(weights.buffer)];
  const weight = [
    ...number(1, weights.length),
    ...number(1, 1),
    ...number(2, FLOAT),
    ...text(8, 'w'),
    ...bytes(9, raw),
  ];
  const graph = [
    ...bytes(1, node('MatMul', ['x', 'w'], 'sum')),
    ...bytes(1, node('Sigmoid', ['sum'], 'score')),
    ...text(2, 'tiny'),
    ...bytes(5, weight),
    ...bytes(11, tensorShape('x', weights.length)),
    ...bytes(12, tensorShape('score', 1)),
  ];
  return Uint8Array.from([...number(1, IR_VERSION), ...bytes(7, graph), ...bytes(8, number(2, OPSET))]);
}
