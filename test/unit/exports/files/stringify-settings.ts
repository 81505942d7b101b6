/** What csv-stringify is told for it to write records as the product does. */
export const stringifySettings = {
  record_delimiter: '\r\n',
  // Of itself it quotes only the delimiter given above; readers also end a record at a lone CR or LF.
  quoted_match: /[\r\n]/u,
  escape_formulas: true,
  cast: {
    boolean: (cell: boolean): string => String(cell),
    string: (cell: string): string => cell.replaceAll(/([;\t\r\n]["\s]*)([=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu, "$1'$2"),
  },
};
