const BASE64_URL: Readonly<Record<string, string>> = { "+": "-", "/": "_", "=": "" };

/** SHA-256 of a text, shortened to 132 bits, in characters that need no escaping anywhere. */
export async function digestOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(hash)));
  return base64.replaceAll(/[+/=]/g, (sign) => BASE64_URL[sign] as string).slice(0, 22);
}
