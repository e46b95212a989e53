/** The datagrams of a GELF message of so many bytes each, without their heads. */
export function gelfChunksOf(message: string | Buffer, id: number, bytesEach: number): Buffer[] {
  const content = Buffer.from(message);
  const count = Math.ceil(content.length / bytesEach);
  return Array.from({ length: count }, (_, number) => {
    const head = Buffer.alloc(12);
    head.writeUInt16BE(0x1e0f);
    head.writeBigUInt64BE(BigInt(id), 2);
    head.writeUInt8(number, 10);
    head.writeUInt8(count, 11);
    return Buffer.concat([head, content.subarray(number * bytesEach, (number + 1) * bytesEach)]);
  });
}
