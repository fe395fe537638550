import { deflateRawSync, crc32 } from "node:zlib";

/** A zip of deflated entries whose headers say what they are told to. */
export const zipOf = (entries: { name: string; data: Buffer; claim?: number; flag?: number }[]): Buffer => {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, data, claim, flag = 0 } of entries) {
    const packed = deflateRawSync(data);
    const facts = Buffer.alloc(24);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(flag, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(data), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(claim ?? data.length, 18);
    facts.writeUInt16LE(name.length, 22);
    local.push(Buffer.from("PK\u0003\u0004"), facts, Buffer.alloc(2), Buffer.from(name), packed);
    const place = Buffer.alloc(16);
    place.writeUInt32LE(offset, 12);
    central.push(Buffer.from("PK\u0001\u0002"), Buffer.from([20, 0]), facts, place, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(Buffer.concat(central).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, ...central, Buffer.from("PK\u0005\u0006"), end]);
};

export const workbookXml = '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="x"/></sheets></workbook>';
const relations =
  '<Relationships><Relationship Id="x" Type="http://x/worksheet" Target="worksheets/a.xml"/></Relationships>';
/** The entries of a workbook of one sheet. @param claim what the sheet says its size is */
export const parts = (sheet: Buffer, claim?: number) => [
  { name: "xl/workbook.xml", data: Buffer.from(workbookXml) },
  { name: "xl/_rels/workbook.xml.rels", data: Buffer.from(relations) },
  { name: "xl/worksheets/a.xml", data: sheet, ...(claim === undefined ? {} : { claim }) },
];
