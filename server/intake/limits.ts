/** Bounds on what a file may make the program hold in memory. */

/** A record (line) longer than this is no row of any register. */
export const maxRecordBytes = 16 * 1024 * 1024;
/** The header, and title lines above it. */
export const maxHeaderBytes = 1024 * 1024;
export const maxColumns = 1024;
/** What a worksheet can have (ECMA-376 puts no limit; this is that of every program that writes them). */
export const maxSheetRows = 1_048_576;
export const maxSheetColumns = 16_384;
/** Where chunks are cut unless a batch says otherwise: bytes of a text file, or of the cells of a workbook. */
export const defaultChunkBytes = 4 * 1024 * 1024;
/** Most rows in one chunk of a workbook. */
export const maxChunkRows = 20_000;
/** Reading buffer. */
export const blockBytes = 4 * 1024 * 1024;

/** A workbook may unpack to so much, and to so many times its packed size (an honest sheet is 5 to 60 times). */
export const maxUnpackedBytes = 4 * 1024 * 1024 * 1024;
export const maxUnpackRatio = 200;
/** Ratios are not looked at below this size: a small sheet of equal cells packs very well. */
export const unpackRatioFrom = 32 * 1024 * 1024;
/** The texts of a workbook that are shared between cells are held in memory. */
export const maxSharedTextBytes = 256 * 1024 * 1024;

/** Longest cell of a rejected row that is kept; a workbook cell holds 32,767 characters. */
export const maxKeptCell = 32_000;

/** How many examples of each problem and note a receipt gives. */
export const examplesOfEach = 3;
