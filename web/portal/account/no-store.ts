/** `headers` of every page that is about one account: no cache keeps it, nor the browser's way back. */
export const noStore = (): HeadersInit => ({ "cache-control": "no-store" });
