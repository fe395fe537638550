import type { Config } from "@react-router/dev/config";

export default {
  appDirectory: ".",
  buildDirectory: "build",
  ssr: true,
  // All routes are few and small: the browser gets the whole map at once and never asks for parts of it.
  routeDiscovery: { mode: "initial" },
} satisfies Config;
