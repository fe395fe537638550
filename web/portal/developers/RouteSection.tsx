import { developersEn } from "../../text/developers.en.ts";
import { developersZh } from "../../text/developers.zh-CN.ts";
import { useLanguage, useText } from "../../text/use-text.ts";
import { inWords } from "../../ui/format.ts";
import { Table } from "../../ui/Table.tsx";
import type { RouteReference } from "./reference.ts";

/** One route, readable: what it answers, its parameters, the fields of the answer, how it can fail. */
export const RouteSection = ({ route }: { route: RouteReference }) => {
  const language = useLanguage();
  const text = useText().word;
  const own = language === "en" ? developersEn : developersZh;
  return (
    <article className="route" aria-labelledby={route.name}>
      <h3 id={route.name}>
        <code>GET {route.path}</code>
      </h3>
      <p>
        {inWords(route.summary, language)}
        {language === "zh" ? "。" : ". "}
        <span className="muted">
          {own.cache(route.maxAge)}
          {route.csv && ` · ${own.alsoCsv}`}
        </span>
      </p>
      {route.parameters.length === 0 ? (
        <p className="muted">{own.noParameters}</p>
      ) : (
        <Table
          caption={own.parameters}
          rows={route.parameters}
          rowKey={({ path }) => path}
          columns={[
            { key: "name", name: own.parameter, cell: ({ path }) => <code>{path}</code> },
            { key: "where", name: own.where, cell: ({ where }) => (where === "path" ? own.inPath : own.inQuery) },
            { key: "type", name: own.type, cell: ({ type }) => <code className="break">{type}</code> },
            {
              key: "required",
              name: own.required,
              cell: ({ required, initial }) =>
                required ? own.required : `${own.optional}${initial ? text.comma + own.byDefault + " " + initial : ""}`,
            },
          ]}
        />
      )}
      <details>
        <summary>{own.answer}</summary>
        <Table
          caption={own.answer}
          hideCaption
          rows={route.answer}
          rowKey={({ path }) => path}
          columns={[
            { key: "field", name: own.field, cell: ({ path }) => <code className="break">{path}</code> },
            { key: "type", name: own.type, cell: ({ type }) => <code className="break">{type}</code> },
          ]}
        />
      </details>
      {route.problems.length > 0 && (
        <p className="muted">
          {own.canFail}
          {text.colon}
          {route.problems.map((code, index) => (
            <span key={code}>
              {index > 0 && text.listSeparator}
              <a href={`#${code}`}>
                <code>{code}</code>
              </a>
            </span>
          ))}
        </p>
      )}
    </article>
  );
};
