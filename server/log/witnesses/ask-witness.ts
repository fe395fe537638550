/** What comes back over the wire, as far as it is looked at. */
export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** No answer that the protocol knows: why, as a code. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  readonly code: "timeout" | "unreachable" | "tooLong" | "notText";

  constructor(code: NoAnswer["code"], options?: ErrorOptions) {
    super(`no answer of a witness: ${code}`, options);
    this.code = code;
  }
}

/** A witness that hangs is given up after this. */
const patienceMs = 5000;
/** More than 16 signatures of 5 kB. */
const mostBytes = 128 * 1024;

const readText = async (body: ReadableStream<Uint8Array>): Promise<string> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > mostBytes) throw new NoAnswer("tooLong");
    parts.push(part);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts));
  } catch (error) {
    throw new NoAnswer("notText", { cause: error });
  }
};

/**
 * One request to a witness, with an answer of a bounded size within a bounded time; it is sent nowhere else.
 * @throws NoAnswer
 */
export const askWitness = async (
  url: string,
  body: string | null,
  stop: AbortSignal,
  patience = patienceMs,
): Promise<Reply> => {
  const timeout = AbortSignal.timeout(patience);
  try {
    const answer = await fetch(url, {
      method: body === null ? "GET" : "POST",
      ...(body === null ? {} : { body, headers: { "content-type": "text/plain; charset=utf-8" } }),
      redirect: "error",
      signal: AbortSignal.any([timeout, stop]),
    });
    return { status: answer.status, text: answer.body === null ? "" : await readText(answer.body) };
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    throw new NoAnswer(timeout.aborted ? "timeout" : "unreachable", { cause: error });
  }
};
