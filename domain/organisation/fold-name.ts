/** Brackets of every kind, blank space, zero-width characters, quotation marks and dots between parts of a name. */
const dropped =
  /[\s\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060\uFEFF()[\]{}<>〈〉《》「」『』【】〔〕〖〗"'“”‘’`·•・]/g;

/** Only CJK ideographs of the basic block, digits and capitals: nothing to fold. */
const isFolded = (name: string): boolean => {
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i);
    if (!((c >= 0x4e00 && c <= 0x9fff) || (c >= 48 && c <= 57) || (c >= 65 && c <= 90))) return false;
  }
  return true;
};

/**
 * A name as it is compared and searched: NFKC, upper case, without brackets, blank space and quotation marks.
 * Equal folded names are a reason to look, never a reason to join two organisations. Idempotent.
 */
export const foldName = (name: string): string => {
  if (isFolded(name)) return name;
  // NFKC again after the upper-casing: a few ligatures only then take their last form
  return name.normalize("NFKC").toUpperCase().normalize("NFKC").replace(dropped, "");
};
