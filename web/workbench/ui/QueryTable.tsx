import { Table } from "antd";
import { useState, type KeyboardEvent, type ReactNode, type ThHTMLAttributes } from "react";
import { Link, useLocation, useNavigation, useSearchParams } from "react-router";
import type { Count } from "@chengxin/domain/paging.ts";
import type { ProblemInWords } from "../../api-problem.ts";
import { useLanguage } from "../../text/use-text.ts";
import { formatCount } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { ColumnChoice } from "./ColumnChoice.tsx";
import { Nothing } from "./Nothing.tsx";
import { readColumns, readSort, withCursor, withSort } from "./query-state.ts";
import { SavedViews } from "./SavedViews.tsx";
import { Why } from "./Why.tsx";

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly value: (row: Row) => ReactNode;
  /** Key by which the server sorts; none: this column doesn't sort. */
  readonly sort?: string;
  readonly align?: "end";
  /** In em, 5 by default; the column is no narrower. */
  readonly width?: number;
  /** Shown only when chosen. */
  readonly hidden?: true;
}

/** One page of a list as the API answers it. */
interface RowsPage<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
  readonly count?: Count | null;
}

interface QueryTableProps<Row> {
  /** Names the list among saved views: lower-case letters and hyphens. */
  readonly list: string;
  /** What the rows are; the table's accessible name. */
  readonly caption: string;
  /** null: not asked yet, or refused (`problem` says why). */
  readonly page: RowsPage<Row> | null;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** What the row is called, for screen readers. */
  readonly rowName: (row: Row) => string;
  /** Where Enter and a press on the first column lead. */
  readonly open?: (row: Row) => string;
  /** Rule and clock that put the row here. */
  readonly why?: (row: Row) => ReactNode;
  readonly problem?: ProblemInWords | null;
  /** What the filters are called on the page, by their names in the address. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly empty: { readonly title: string; readonly advice: ReactNode };
  /** Address of the same rows as CSV. */
  readonly csv?: string | null;
  /** Stands left of the saved views: what can be done with rows. */
  readonly tools?: ReactNode;
}

interface HeadCellProps extends ThHTMLAttributes<HTMLTableCellElement> {
  readonly link?: ReactNode;
}

const HeadCell = ({ link, children, ...rest }: HeadCellProps) => <th {...rest}>{link ?? children}</th>;
const components = { header: { cell: HeadCell } };

/** A list whose filter, order, page and columns lie in the address. The server filters and sorts. */
export const QueryTable = <Row extends object>(props: QueryTableProps<Row>) => {
  const { list, caption, page, columns, rowKey, rowName, open, why, problem, labels = {}, empty, csv, tools } = props;
  const text = useWorkbenchText().ui;
  const language = useLanguage();
  const [params] = useSearchParams();
  const { pathname } = useLocation();
  const busy = useNavigation().location?.pathname === pathname;
  const [focused, setFocused] = useState<string | null>(null);

  const byDefault = columns.filter(({ hidden }) => !hidden).map(({ id }) => id);
  const shown = readColumns(
    params,
    columns.map(({ id }) => id),
    byDefault,
  );
  const sorted = readSort(params);
  const rows = page?.items ?? [];
  const focusedRow = rows.find((row) => rowKey(row) === focused);
  const to = (query: URLSearchParams): string => (query.size > 0 ? `?${query}` : pathname);

  const sortLink = ({ title, sort }: Column<Row>): ReactNode => {
    if (!sort) return null;
    const order = sorted?.key === sort ? (sorted.descending ? text.sortedDown : text.sortedUp) : null;
    return (
      <Link to={to(withSort(params, sort))} className="wb-sort" preventScrollReset title={text.sortBy(title)}>
        {title}
        <span aria-hidden="true">{order === null ? "↕" : sorted?.descending ? "↓" : "↑"}</span>
        {order && <span className="visually-hidden">{order}</span>}
      </Link>
    );
  };
  const value = (column: Column<Row>, row: Row, first: boolean): ReactNode =>
    first && open ? (
      <Link to={open(row)} data-open="">
        {column.value(row)}
      </Link>
    ) : (
      column.value(row)
    );

  if (problem)
    return (
      <div role="alert" className="wb-refusal">
        <p className="wb-nothing-title">{text.failed}</p>
        <p>
          {problem.field && labels[problem.field] ? text.filterInvalid(labels[problem.field] ?? "") : problem.sentence}
        </p>
        <p>{text.failedAdvice}</p>
        <p className="wb-note">
          {text.code(problem.code)} · <Link to={to(params)}>{text.retry}</Link>
        </p>
      </div>
    );
  if (!page) return <Nothing {...empty} />;
  if (rows.length === 0)
    return (
      <Nothing {...empty}>
        {params.has("cursor") && <Link to={to(withCursor(params, null))}>{text.first}</Link>}
      </Nothing>
    );
  const chosen = columns.filter(({ id }) => shown.includes(id));
  return (
    <section data-query-table="" aria-busy={busy} className={busy ? "wb-rows wb-busy" : "wb-rows"}>
      <div className="wb-toolbar">
        <p role="status">
          {busy ? text.loading : page.count ? text.rows(formatCount(page.count, language)) : text.rowsHere(rows.length)}
        </p>
        <div className="wb-actions">
          {tools}
          <SavedViews list={list} />
          <ColumnChoice columns={columns.map(({ id, title }) => ({ id, title }))} shown={shown} byDefault={byDefault} />
          {csv && (
            <a href={csv} download="" className="ant-btn ant-btn-default wb-button">
              {text.csv}
            </a>
          )}
        </div>
      </div>
      <Table
        aria-label={caption}
        size="small"
        dataSource={[...rows]}
        rowKey={rowKey}
        pagination={false}
        components={components}
        scroll={{ x: true }}
        columns={[
          ...chosen.map((column, index) => ({
            key: column.id,
            title: column.title,
            ...(column.align ? { align: column.align } : {}),
            onHeaderCell: () => ({
              scope: "col",
              // not in the title: antd repeats that in a hidden row to measure it, where nothing may take the focus
              ...({ link: sortLink(column) } as object),
              ...(column.sort && sorted?.key === column.sort
                ? { "aria-sort": sorted.descending ? ("descending" as const) : ("ascending" as const) }
                : {}),
            }),
            onCell: () => ({ style: { minWidth: `${column.width ?? 5}em` } }),
            render: (_: unknown, row: Row) => value(column, row, index === 0),
          })),
          ...(why
            ? [
                {
                  key: "why",
                  title: <span className="visually-hidden">{text.why}</span>,
                  render: (_: unknown, row: Row) => <Why name={text.whyOf(rowName(row))}>{why(row)}</Why>,
                },
              ]
            : []),
        ]}
        onRow={(row) => {
          const key = rowKey(row);
          return {
            tabIndex: -1,
            "data-row": key,
            "aria-label": rowName(row),
            onFocus: () => setFocused(key),
            onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
              if (event.key !== "Enter" || event.target !== event.currentTarget) return;
              event.currentTarget.querySelector<HTMLElement>("a[data-open]")?.click();
            },
          };
        }}
      />
      <p className="wb-note" aria-live="polite">
        {why && focusedRow ? (
          <>
            <strong>{text.why}</strong> {why(focusedRow)}
          </>
        ) : (
          text.tableKeys
        )}
      </p>
      {(page.next || params.has("cursor")) && (
        <nav className="wb-paging" aria-label={text.paging}>
          {params.has("cursor") && <Link to={to(withCursor(params, null))}>{text.first}</Link>}
          {page.next ? (
            <Link to={to(withCursor(params, page.next))} rel="next" className="ant-btn ant-btn-default wb-button">
              {text.next}
            </Link>
          ) : (
            <span className="wb-note">{text.end}</span>
          )}
        </nav>
      )}
    </section>
  );
};
