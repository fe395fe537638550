import { holdsIdentityNumber } from "@chengxin/domain/intake/identity-number.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";

/**
 * Texts that officials and agents type: an identity-card number in one is refused before anything is stored (charter 3, 4).
 * @throws Problem text.identity_number
 */
export const refuseIdentityNumbers = (today: PlainDate, texts: Readonly<Record<string, string | undefined>>): void => {
  for (const [field, text] of Object.entries(texts))
    if (text !== undefined && holdsIdentityNumber(text, today, "text"))
      throw problem("text.identity_number", { field });
};
