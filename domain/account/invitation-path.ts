/** Where somebody who was invited begins, in Chinese; the English page has the same address below `/en`. The token is 43 characters that need no escaping. */
export const invitationPath = (token: string): string => `/invitation/${token}`;
