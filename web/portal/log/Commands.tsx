/** Lines for a terminal, and what they are for. */
export const Commands = ({ name, lines }: { name: string; lines: readonly string[] }) => (
  <div className="example">
    <p>{name}</p>
    <pre tabIndex={0} aria-label={name}>
      <code>{lines.join("\n")}</code>
    </pre>
  </div>
);
