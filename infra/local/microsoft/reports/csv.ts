const cell = (text: string): string => (/[",\n\r]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const PIECE_CHARACTERS = 32_000;

/**
 * A CSV file as Graph sends it, with a byte order mark, piece by piece, its rows made while it is read. A row has its
 * values by column; columns without one are empty.
 */
export function* csvPieces(
  columns: readonly string[],
  rows: Iterable<Readonly<Record<string, string>>>,
): Generator<string> {
  let piece = `\ufeff${columns.join(',')}\n`;
  for (const row of rows) {
    piece += `${columns.map((column) => cell(row[column] ?? '')).join(',')}\n`;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
