/** An address with parameters; relative ones are the page's. */
export function addressOf(url: string, parameters: Readonly<Record<string, unknown>>): URL {
  const address = new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) address.searchParams.set(name, `${value}`);
  }
  return address;
}
