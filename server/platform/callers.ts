import { randomUUID } from "node:crypto";
import { isIPv6 } from "node:net";

/** Marks a request that a page of this process makes to the API of this process; the value never leaves it. */
export const inProcessHeader = { name: "x-chengxin-in-process", value: randomUUID() } as const;

/**
 * A caller on this machine: the operator, or a reverse proxy that `TRUSTED_PROXIES` doesn't name, behind which all visitors
 * look alike. Neither is limited.
 */
export const isThisMachine = (address: string): boolean => /^(::ffff:)?127\.|^::1$/.test(address);

/** What a rate limit counts by: the address; of IPv6 the first 64 bits, which one household or office holds whole. */
export const callerKey = (address: string): string => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? [];
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  return [...first, ...Array.from({ length: zeros }, () => "0"), ...last]
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(":");
};
