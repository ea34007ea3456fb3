// A gzip stream of stored blocks (RFC 1951, 3.2.4), not compressed: what deflate makes of the same bytes differs between versions of zlib and
// between processors, and a few of its bits could be changed without anybody noticing. A bundle is small enough to do without.

import { crc32 } from 'node:zlib';

/** Deflate, no flags, no time, no name, system unknown (RFC 1952, 2.3). */
const HEADER = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
const LONGEST_BLOCK = 65_535;

export function gzipStored(bytes: Uint8Array): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let start = 0; start === 0 || start < bytes.length; start += LONGEST_BLOCK) {
    const block = bytes.subarray(start, start + LONGEST_BLOCK);
    const head = Buffer.alloc(5);
    head.writeUInt8(start + LONGEST_BLOCK < bytes.length ? 0 : 1, 0);
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(block.length ^ 0xffff, 3);
    blocks.push(head, block);
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length % 0x1_0000_0000, 4);
  return Buffer.concat([Buffer.from(HEADER), ...blocks, trailer]);
}
