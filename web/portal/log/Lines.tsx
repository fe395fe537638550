/** A heading and what belongs under it, a sentence or two each. */
export const Lines = ({ title, lines }: { title: string; lines: readonly string[] }) => (
  <section className="prose">
    <h2>{title}</h2>
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  </section>
);
