import type { ReactNode } from "react";

export interface Column<T> {
  readonly key: string;
  readonly name: string;
  readonly cell: (row: T) => ReactNode;
  readonly number?: boolean;
  /** Share of the table's width in per cent, where several tables of a page must line up. Given for all columns or none. */
  readonly width?: number;
}

interface TableProps<T> {
  readonly caption: ReactNode;
  readonly hideCaption?: boolean;
  /** Few short columns: stays a table on a phone too. */
  readonly compact?: boolean;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
}

/** A table that turns into cards on a narrow screen: each cell then carries its column's name. Roles keep it a table for screen readers. */
export const Table = <T,>({ caption, hideCaption = false, compact = false, columns, rows, rowKey }: TableProps<T>) => (
  <table className={`table${columns[0]?.width ? " table-fixed" : ""}${compact ? "" : " table-cards"}`} role="table">
    <caption className={hideCaption ? "visually-hidden" : undefined}>{caption}</caption>
    {columns[0]?.width && (
      <colgroup>
        {columns.map(({ key, width }) => (
          <col key={key} width={`${width}%`} />
        ))}
      </colgroup>
    )}
    <thead role="rowgroup">
      <tr role="row">
        {columns.map((column) => (
          <th key={column.key} scope="col" role="columnheader" className={column.number ? "numeric" : undefined}>
            {column.name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody role="rowgroup">
      {rows.map((row) => (
        <tr key={rowKey(row)} role="row">
          {columns.map((column) => (
            <td key={column.key} role="cell" data-name={column.name} className={column.number ? "numeric" : undefined}>
              {column.cell(row)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
