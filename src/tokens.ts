const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const TOKEN_LENGTH = 16;
const pool = new Uint8Array(TOKEN_LENGTH * 64);
let used = pool.length;

/** 96 random bits. Versions must never come back, so neither a counter nor a clock will do. */
export function randomToken(): string {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  let token = "";
  for (let end = used + TOKEN_LENGTH; used < end; used++) {
    token += ALPHABET[(pool[used] as number) & 63];
  }
  return token;
}
