import { data, redirect, type RouterContextProvider } from "react-router";
import type { Route, RouteAnswer, RouteInput } from "@chengxin/domain/route.ts";
import { ApiProblem, type ApiCall, type PageProblem, type ProblemInWords } from "./api-problem.ts";
import { apiContext, requestIdContext } from "./context.ts";
import { pathsIn } from "./paths.ts";
import { problemInWords } from "./problem-words.ts";
import { report } from "./report.ts";
import { languageOfPath, type Language } from "./text/language.ts";

/** The URL of a route below `/api/v1` with its params and query filled in; empty values are left out. */
export const apiUrl = <R extends Route>(route: R, input: RouteInput<R>): string => {
  const query = new URLSearchParams();
  let path: string = route.path;
  for (const [name, value] of Object.entries(
    input as Readonly<Record<string, string | number | Uint8Array | undefined>>,
  )) {
    if (value === undefined || value === "" || isOfBody(route, name)) continue;
    const part = `:${name}`;
    if (path.split("/").includes(part)) path = path.replace(part, encodeURIComponent(String(value)));
    else query.set(name, String(value));
  }
  return `/api/v1${path}${query.size > 0 ? `?${query}` : ""}`;
};

const isOfBody = (route: Route, name: string): boolean =>
  (route.body !== undefined && Object.hasOwn(route.body.shape, name)) ||
  (route.bytes !== undefined && name === "bytes");

/** The part of the input that goes into the body, as JSON; null: the route takes none. */
const apiBody = (route: Route, input: object): string | null =>
  route.body === undefined
    ? null
    : JSON.stringify(Object.fromEntries(Object.entries(input).filter(([name]) => isOfBody(route, name))));

const byFetch: ApiCall = async (method, url, body) => {
  const response = await fetch(url, {
    method,
    headers: { accept: "application/json", ...(body === null ? {} : { "content-type": "application/json" }) },
    ...(body === null ? {} : { body }),
  });
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
  const { status, body } = await via(route.method, apiUrl(route, input), apiBody(route, input as object));
  if (status < 200 || status > 299) throw readProblem(status, body);
  return JSON.parse(body) as RouteAnswer<R>;
};

/**
 * Sends raw bytes to a route that takes them; in the browser alone.
 * Throws `ApiProblem`, or whatever fetch throws when no answer came: the network's failure, the signal's reason.
 */
export const sendBytes = async <R extends Route & { readonly bytes: number }>(
  route: R,
  input: RouteInput<R> & { readonly bytes: Uint8Array<ArrayBuffer> },
  signal: AbortSignal,
): Promise<RouteAnswer<R>> => {
  const response = await fetch(apiUrl(route, input), {
    method: route.method,
    headers: { accept: "application/json", "content-type": "application/octet-stream" },
    body: input.bytes,
    signal,
  });
  const body = await response.text();
  if (!response.ok) throw readProblem(response.status, body);
  return JSON.parse(body) as RouteAnswer<R>;
};

/** `call`, bound to the request that is being answered. */
export type Api = <R extends Route>(route: R, input: RouteInput<R>) => Promise<RouteAnswer<R>>;

/** Nobody is signed in, or only half. */
const asksToSignIn = ({ code }: ApiProblem): boolean =>
  code === "session.required" || code === "session.second_factor_required";

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
    if (error instanceof Response) throw error;
    const problem = error instanceof ApiProblem ? error : new ApiProblem("service.failed", 500, {});
    if (asksToSignIn(problem)) throw redirect(pathsIn(language).signIn({ to: url.pathname + url.search }));
    if (problem !== error) report(error, request, context);
    const answer: PageProblem = { ...problemInWords(problem, language), request: context.get(requestIdContext) };
    throw data(answer, { status: problem.status });
  }
};

/** What a form is told when its input can't be taken: the problem in words, and what was typed, so that nothing of it is lost. */
export interface FormFault {
  readonly problem: ProblemInWords & { readonly data: Readonly<Record<string, string | number>> };
  readonly typed: Readonly<Record<string, string>>;
}

/** Fields of a form that are never given back to the page. */
const isSecret = (name: string): boolean => /password|code|secret/i.test(name);

/** Can whoever sent the form mend it? Then they are told in it; else the page is an error, or asks them to sign in. */
export const isMendable = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && error.status < 500 && !asksToSignIn(error);

/** A problem as the form that met it is told: files and secrets are left out of `typed`. */
export const faultOf = (error: ApiProblem, form: FormData, language: Language): FormFault => ({
  problem: { ...problemInWords(error, language), data: error.data },
  typed: Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string" && !isSecret(entry[0])),
  ),
});

/**
 * Runs an action's work with the form that was sent and the API of its own request. A problem of the caller's making (4xx) becomes the form's fault; any other is
 * an error page. Files in the form are left out of `typed`.
 */
export const act = async <T>(
  args: LoaderArgs,
  work: (api: Api, form: FormData, language: Language, url: URL) => Promise<T>,
): Promise<T | ReturnType<typeof data<FormFault>>> => {
  const form = await args.request.formData().catch(() => new FormData());
  const language = languageOfPath(args.url.pathname);
  const via = args.context.get(apiContext);
  try {
    return await work((route, input) => call(route, input, via), form, language, args.url);
  } catch (error) {
    if (error instanceof Response) throw error;
    if (!isMendable(error)) return load(args, () => Promise.reject(error));
    return data(faultOf(error, form, language), { status: error.status });
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
