/** Part of a form that has a password but no login: tells password managers whose it is. */
export const LoginField = ({ login }: { login: string }) => (
  <input type="text" name="login" value={login} autoComplete="username" readOnly hidden />
);
