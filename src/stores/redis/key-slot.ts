const SLOTS = 16_384;
const POLYNOMIAL = 0x1021;
const encoder = new TextEncoder();

/** The part of a key that decides about its slot: what is in its first braces, or all of it. */
export function hashTagOf(key: string): string {
  const open = key.indexOf("{");
  const close = open < 0 ? -1 : key.indexOf("}", open);
  return close > open + 1 ? key.slice(open + 1, close) : key;
}

/** The slot of a cluster that a key belongs to: CRC16 (XMODEM), as Redis Cluster reckons it. */
export function keySlot(key: string): number {
  let crc = 0;
  for (const byte of encoder.encode(hashTagOf(key))) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 0x8000 ? ((crc << 1) ^ POLYNOMIAL) & 0xffff : (crc << 1) & 0xffff;
    }
  }
  return crc % SLOTS;
}
