import { createContext } from "react-router";
import type { ApiCall } from "./api-problem.ts";

/** The way from a loader to the API in the same process; the server fills it in for each request. */
export const apiContext = createContext<ApiCall>();

/** The nonce of this answer's content security policy; empty = the policy needs none. */
export const nonceContext = createContext<string>("");

/** Names this request in the server's log: the code for support on error pages. */
export const requestIdContext = createContext<string>("");
