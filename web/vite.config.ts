import { reactRouter } from "@react-router/dev/vite";
import { defineConfig } from "vite";
import { antdStyles } from "./workbench/theme/vite-plugin.ts";

export default defineConfig({
  plugins: [antdStyles(), reactRouter()],
  build: { target: "es2022", assetsInlineLimit: 0 },
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            // Dozens of tiny files cost more in headers than they hold: what every page shares is one file.
            codeSplitting: {
              groups: [
                {
                  name: "shared",
                  test: /[\\/]web[\\/](ui|text[\\/](zh-CN|en|language|use-text)\.ts|paths\.ts)|[\\/]domain[\\/]text[\\/](trace|organisation-kinds)/,
                },
              ],
            },
          },
        },
      },
    },
  },
  // The built server holds everything it needs, so that it loads in one read.
  ssr: { noExternal: true },
});
