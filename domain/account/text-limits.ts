/** Characters of what people type about an account, as its routes refuse what is longer or shorter. */
export const loginLength = { least: 3, most: 60 } as const;
export const longestName = 60;
export const longestContact = 100;
export const longestUnit = 100;
