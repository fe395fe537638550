import { listDumps } from "@chengxin/domain/record/api.ts";
import { apiPrefix, bind, type BoundRoute } from "../platform/http.ts";
import type { Clock } from "../platform/clock.ts";
import type { Manifest, Shelf } from "./shelf.ts";

export interface DumpReading {
  readonly shelf: Shelf;
  readonly clock: Clock;
}

/** The dump that may be given out: the newest of today. One of yesterday may hold what is not public any more. */
export const dumpOfToday = async ({ shelf, clock }: DumpReading): Promise<Manifest | null> => {
  const [newest] = await shelf.list();
  return newest && newest.asOf === clock.today() ? newest : null;
};

/** Where `serveDumps` answers. */
export const dumpUrl = (id: string, name: string): string => `${apiPrefix}/dumps/${id}/${name}`;

export const dumpRoutes = (services: DumpReading): BoundRoute[] => [
  bind(listDumps, async () => {
    const dump = await dumpOfToday(services);
    if (dump === null) return { items: [] };
    return {
      items: dump.files.map(({ name, bytes, rows, sha256, schema }) => ({
        name,
        bytes,
        rows,
        sha256,
        url: dumpUrl(dump.id, name),
        madeAt: dump.madeAt,
        schemaUrl: dumpUrl(dump.id, schema),
      })),
    };
  }),
];
