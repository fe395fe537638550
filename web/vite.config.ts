import { reactRouter } from "@react-router/dev/vite";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [reactRouter()],
  build: { target: "es2022", assetsInlineLimit: 0 },
  // The built server holds everything it needs, so that it loads in one read.
  ssr: { noExternal: true },
});
