const HASH_LENGTH = 22;
const CAPACITY = 5_000;
const encoder = new TextEncoder();

/**
 * Turns e-mail addresses into keyed hashes: the same in every process of a namespace, and of no
 * use to whoever reads the store without its key.
 */
export class EmailHashes {
  readonly #key: Promise<CryptoKey>;
  readonly #known = new Map<string, string>();

  constructor(secret: string) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const bytes = encoder.encode(`calcom-coherent e-mail ${secret}`);
    this.#key = crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
    this.#key.catch(() => undefined);
  }

  async of(address: string): Promise<string> {
    const email = address.trim().toLowerCase();
    const known = this.#known.get(email);
    if (known !== undefined) return known;
    const digest = await crypto.subtle.sign("HMAC", await this.#key, encoder.encode(email));
    const hash = base64Url(new Uint8Array(digest)).slice(0, HASH_LENGTH);
    if (this.#known.size >= CAPACITY) this.#known.clear();
    this.#known.set(email, hash);
    return hash;
  }

  async all(addresses: Iterable<string>): Promise<readonly string[]> {
    return Promise.all(Array.from(addresses, (address) => this.of(address)));
  }
}

function base64Url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
