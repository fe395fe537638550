/** How an account is called where others see it: enough to tell two apart, no name. */
export const accountNumber = (accountId: string): string => accountId.replaceAll("-", "").slice(-8).toUpperCase();
