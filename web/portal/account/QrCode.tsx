/** Runs of dark modules as one path: a rectangle each. */
const pathOf = (modules: readonly (readonly boolean[])[]): string =>
  modules
    .map((row, y) => {
      let path = "";
      for (let x = 0; x < row.length; x++) {
        if (!row[x]) continue;
        const from = x;
        while (row[x + 1]) x++;
        path += `M${from} ${y}h${x + 1 - from}v1H${from}z`;
      }
      return path;
    })
    .join("");

/** A QR code as a drawing in the page: dark on white in every colour scheme, or cameras don't read it. */
export const QrCode = ({ modules, title }: { modules: readonly (readonly boolean[])[]; title: string }) => (
  <svg
    className="qr"
    viewBox={`0 0 ${modules.length} ${modules.length}`}
    role="img"
    aria-label={title}
    shapeRendering="crispEdges"
  >
    <rect width="100%" height="100%" fill="#fff" />
    <path d={pathOf(modules)} fill="#000" />
  </svg>
);
