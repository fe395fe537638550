import { useEffect } from "react";
import { useRevalidator } from "react-router";

/** Asks for the page's data again every so many ms while something is under way, as long as somebody looks. */
export const useRefresh = (active: boolean, everyMs: number): void => {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!active || state !== "idle") return;
    const timer = setTimeout(() => {
      if (document.visibilityState === "visible") void revalidate();
    }, everyMs);
    const onVisible = (): void => {
      if (document.visibilityState === "visible") void revalidate();
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [active, everyMs, revalidate, state]);
};
