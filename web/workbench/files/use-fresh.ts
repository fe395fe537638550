import { useEffect, useState } from "react";

/** A page that the browser kept in memory is asked for anew when somebody goes back to it: a form of the last query, a file that is closed by now. */
export const useFresh = (): void => {
  useEffect(() => {
    const renew = (event: PageTransitionEvent): void => {
      if (event.persisted) location.reload();
    };
    window.addEventListener("pageshow", renew);
    return () => window.removeEventListener("pageshow", renew);
  }, []);
};

/** true once a time that the server named is over; counted from when the page came, so that the reader's clock doesn't matter. */
export const useOver = (from: string, to: string): boolean => {
  const [over, setOver] = useState(false);
  useEffect(() => {
    setOver(false);
    const timer = setTimeout(() => setOver(true), Math.max(0, Date.parse(to) - Date.parse(from)));
    return () => clearTimeout(timer);
  }, [from, to]);
  return over;
};
