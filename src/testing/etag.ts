const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** A weak tag that looks like the server's: length in hexadecimal, then a hash of 27 characters. */
export function weakEtag(body: string): string {
  const lanes = [0x811c9dc5, 0x01000193, 0x9e3779b9];
  for (let index = 0; index < body.length; index++) {
    for (let lane = 0; lane < lanes.length; lane++) {
      const mixed = (lanes[lane] ?? 0) ^ (body.charCodeAt(index) + lane * 131);
      lanes[lane] = Math.imul(mixed, 0x01000193) ^ (mixed >>> 15);
    }
  }
  const hash = Array.from({ length: 27 }, (_, place) => {
    const lane = (lanes[place % lanes.length] ?? 0) >>> 0;
    return BASE64[Math.floor(lane / 2 ** (3 * Math.floor(place / lanes.length))) % 64];
  });
  return `W/"${new TextEncoder().encode(body).length.toString(16)}-${hash.join("")}"`;
}
