import { data, type RouterContextProvider } from "react-router";
import type { Route, RouteAnswer, RouteInput } from "@chengxin/domain/route.ts";
import { ApiProblem, type ApiCall, type PageProblem } from "./api-problem.ts";
import { apiContext, requestIdContext } from "./context.ts";
import { problemInWords } from "./problem-words.ts";
import { report } from "./report.ts";
import { languageOfPath, type Language } from "./text/language.ts";

/** The URL of a route below `/api/v1` with its input filled in; empty values are left out. */
export const apiUrl = <R extends Route>(route: R, input: RouteInput<R>): string => {
  const query = new URLSearchParams();
  let path: string = route.path;
  for (const [name, value] of Object.entries(input as Readonly<Record<string, string | number | undefined>>)) {
    if (value === undefined || value === "") continue;
    const part = `:${name}`;
    if (path.split("/").includes(part)) path = path.replace(part, encodeURIComponent(String(value)));
    else query.set(name, String(value));
  }
  return `/api/v1${path}${query.size > 0 ? `?${query}` : ""}`;
};

const byFetch: ApiCall = async (method, url) => {
  const response = await fetch(url, { method, headers: { accept: "application/json" } });
  return { status: response.status, body: await response.text() };
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const readProblem = (status: number, body: string): ApiProblem => {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return new ApiProblem("service.failed", status, {});
  }
  if (!isRecord(answer) || typeof answer["code"] !== "string") return new ApiProblem("service.failed", status, {});
  const details = isRecord(answer["data"]) ? answer["data"] : {};
  const plain = Object.entries(details).filter(
    (entry): entry is [string, string | number] => typeof entry[1] === "string" || typeof entry[1] === "number",
  );
  return new ApiProblem(answer["code"], status, Object.fromEntries(plain));
};

/**
 * Asks the API by contract: in a loader through the process itself, in the browser by fetch.
 * Throws `ApiProblem`. The answer was checked against the contract where it was made.
 */
export const call = async <R extends Route>(
  route: R,
  input: RouteInput<R>,
  via: ApiCall = byFetch,
): Promise<RouteAnswer<R>> => {
  const { status, body } = await via(route.method, apiUrl(route, input));
  if (status < 200 || status > 299) throw readProblem(status, body);
  return JSON.parse(body) as RouteAnswer<R>;
};

/** `call`, bound to the request that is being answered. */
export type Api = <R extends Route>(route: R, input: RouteInput<R>) => Promise<RouteAnswer<R>>;

interface LoaderArgs {
  readonly request: Request;
  /** The page's own address, also when the browser asks for its data alone (`….data`), as `request.url` then does not say. */
  readonly url: URL;
  readonly context: Readonly<RouterContextProvider>;
}

/** Runs a loader's work with the API of its own request; a problem that the page doesn't handle becomes its error page. */
export const load = async <T>(
  { request, url, context }: LoaderArgs,
  work: (api: Api, language: Language, url: URL) => Promise<T>,
): Promise<T> => {
  const language = languageOfPath(url.pathname);
  const via = context.get(apiContext);
  try {
    return await work((route, input) => call(route, input, via), language, url);
  } catch (error) {
    const problem = error instanceof ApiProblem ? error : new ApiProblem("service.failed", 500, {});
    if (problem !== error) report(error, request, context);
    const answer: PageProblem = { ...problemInWords(problem, language), request: context.get(requestIdContext) };
    throw data(answer, { status: problem.status });
  }
};

/** Every filled query parameter of a page that is among `names`, trimmed. */
export const filled = <N extends string>(url: URL, names: readonly N[]): Partial<Record<N, string>> => {
  const found: Partial<Record<N, string>> = {};
  for (const name of names) {
    const value = url.searchParams.get(name)?.trim();
    if (value) found[name] = value;
  }
  return found;
};
