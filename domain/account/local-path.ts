/** A place on this site to go on to, as an address brings it; null: it might lead elsewhere, or is none. */
export const readLocalPath = (text: string): string | null =>
  /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(text) && text.length <= 500 ? text : null;
