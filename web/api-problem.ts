import type { Method } from "@chengxin/domain/route.ts";

/** One request to the API. `url` begins with `/api/v1`; what is sent is JSON text, and so is the answer. */
export type ApiCall = (method: Method, url: string, body: string | null) => Promise<{ status: number; body: string }>;

/** An answer of the API that is not 2xx: RFC 9457 code with its data. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly code: string;
  readonly status: number;
  readonly data: Readonly<Record<string, string | number>>;

  constructor(code: string, status: number, details: Readonly<Record<string, string | number>>) {
    super(code);
    this.code = code;
    this.status = status;
    this.data = details;
  }
}

/** What an error page needs of a problem: chosen words, never a stack. */
export interface ProblemInWords {
  readonly code: string;
  readonly sentence: string;
  /** The parameter that is at fault, where one is. */
  readonly field: string | null;
}

/** What an error page is made of. Only it names the request: any other page is the same for everybody, and may be cached. */
export interface PageProblem extends ProblemInWords {
  /** Names the request in the operator's log: the code for support. */
  readonly request: string;
}
