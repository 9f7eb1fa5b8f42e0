const positionBytes = 8;

/** Positions as the bytes in which they are kept: eight each, big-endian. */
export const packed = (positions: readonly bigint[]): Buffer => {
  const bytes = Buffer.alloc(positions.length * positionBytes);
  positions.forEach((position, at) => bytes.writeBigUInt64BE(position, at * positionBytes));
  return bytes;
};

export const unpacked = (bytes: Buffer): readonly bigint[] =>
  Array.from({ length: bytes.length / positionBytes }, (_, at) => bytes.readBigUInt64BE(at * positionBytes));
