import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { styleSheet } from "./style-sheet.ts";

const webFolder = fileURLToPath(new URL("../../", import.meta.url));
const replacement = join(webFolder, "workbench/theme/dynamic-css.ts");
const replaced = /@rc-component[\\/]util[\\/]es[\\/]Dom[\\/]dynamicCSS(\.js)?$/;

/** Makes antd's style sheet before the build, and keeps antd from making styles while it runs. */
export const antdStyles = (): Plugin => ({
  name: "antd-styles",
  enforce: "pre",
  config() {
    const folder = join(webFolder, ".react-router");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "antd.css"), styleSheet());
    // On the server the bare names lead to CommonJS: a second copy of every icon, with a context that antd doesn't see.
    return {
      resolve: {
        alias: [
          { find: /^@ant-design\/icons$/, replacement: "@ant-design/icons/es/index" },
          { find: /^antd\/locale\//, replacement: "antd/es/locale/" },
        ],
      },
    };
  },
  async resolveId(source, importer, options) {
    if (!/dynamicCSS/.test(source)) return null;
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    return found && replaced.test(found.id) ? replacement : null;
  },
});
