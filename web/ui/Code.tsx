/** A unified social credit code in readable groups (2-6-9-1, GB 32100-2015); selecting it copies it without gaps. */
export const Uscc = ({ code }: { code: string }) => {
  if (code.length !== 18) return <code className="code">{code}</code>;
  return (
    <code className="code uscc">
      <span>{code.slice(0, 2)}</span>
      <span>{code.slice(2, 8)}</span>
      <span>{code.slice(8, 17)}</span>
      <span>{code.slice(17)}</span>
    </code>
  );
};
