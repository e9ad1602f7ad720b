// write-excel-file without workers, which a page opened from disk may not start; make.sh makes write-excel-file.min.js of it.
import toBytes from "./node_modules/write-excel-file/modules/export/convertFileContentToUint8ArrayUniversal.js";
import { generateXlsxFileSync } from "./node_modules/write-excel-file/modules/export/writeXlsxFileUniversal.js";

export const write = (sheets) => generateXlsxFileSync(sheets, undefined, undefined, toBytes);
