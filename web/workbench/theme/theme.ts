import { theme as antd, type ThemeConfig } from "antd";

/** Class under which the values of antd's variables lie; the same on the server, in the browser and in the style sheet. */
export const variablesClass = "cx";

const sans =
  '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif';

const shape = {
  fontFamily: sans,
  fontSize: 14,
  borderRadius: 4,
  controlHeight: 34,
  motion: false,
  wireframe: false,
} as const;

/** Every text colour stands at least 4.5:1 on every ground it is used on, also descriptions and placeholders. */
const light: ThemeConfig = {
  algorithm: antd.defaultAlgorithm,
  token: {
    ...shape,
    colorPrimary: "#173f73",
    colorInfo: "#173f73",
    colorLink: "#173f73",
    colorError: "#a8160f",
    colorSuccess: "#14632f",
    colorWarning: "#8a5300",
    colorText: "#16202c",
    colorTextSecondary: "#47535f",
    colorTextTertiary: "#525e6a",
    colorTextQuaternary: "#5b6772",
    colorTextDescription: "#47535f",
    colorTextPlaceholder: "#5b6772",
    colorTextDisabled: "#5b6772",
    colorBorder: "#8b97a4",
    colorBorderSecondary: "#d3d9e0",
    colorBgLayout: "#f3f5f8",
  },
};

const dark: ThemeConfig = {
  algorithm: antd.darkAlgorithm,
  token: {
    ...shape,
    colorPrimary: "#8ab8f0",
    colorInfo: "#8ab8f0",
    colorLink: "#a5c8f4",
    colorError: "#ff8f86",
    colorSuccess: "#93d8ad",
    colorWarning: "#f0c069",
    colorText: "#e8edf3",
    colorTextSecondary: "#b7c1cc",
    colorTextTertiary: "#a9b4c0",
    colorTextQuaternary: "#9aa6b3",
    colorTextDescription: "#b7c1cc",
    colorTextPlaceholder: "#9aa6b3",
    colorTextDisabled: "#9aa6b3",
    colorTextLightSolid: "#0c1a2b",
    colorBgSpotlight: "#d5dde6",
    colorBorder: "#6c7885",
    colorBorderSecondary: "#333e4a",
    colorBgBase: "#12181f",
    colorBgLayout: "#0d1217",
    colorBgContainer: "#12181f",
    colorBgElevated: "#1a222b",
  },
};

const components: ThemeConfig["components"] = {
  Table: { cellPaddingBlock: 8, cellPaddingInline: 10 },
};

const fixed = { cssVar: { key: variablesClass }, hashed: false, components } as const;

/** Light and dark: the style sheet holds the values of both, and the reader's system chooses. */
export const schemes = { light: { ...light, ...fixed }, dark: { ...dark, ...fixed } } as const;

/** What runs in the browser: no style is made there, since the style sheet holds them all. */
export const runtimeTheme: ThemeConfig = { ...schemes.light, zeroRuntime: true };
