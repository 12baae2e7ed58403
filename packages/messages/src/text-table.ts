/** A column of a {@link textTable}. */
export interface Column {
  readonly title: string;
  /** Default `left`, for words; `right` for numbers. */
  readonly align?: 'left' | 'right';
}

/**
 * Lays out a table of text for a terminal, as wide as its widest cells.
 *
 * @param options.footer a last row, below another rule.
 * @example
 * textTable([{ title: 'layer' }, { title: 'parameters', align: 'right' }], [['dense_1', '1,010']]);
 * // layer    parameters
 * // ───────  ──────────
 * // dense_1       1,010
 */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  options: { readonly footer?: readonly string[] } = {},
): string {
  const lines = options.footer ? [...rows, options.footer] : rows;
  const widths = columns.map(({ title }, i) =>
    Math.max(title.length, ...lines.map((row) => (row[i] ?? '').length)),
  );
  const layOut = (cells: readonly string[]): string =>
    columns
      .map(({ align }, i) =>
        align === 'right'
          ? (cells[i] ?? '').padStart(widths[i])
          : (cells[i] ?? '').padEnd(widths[i]),
      )
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [
    layOut(columns.map(({ title }) => title)),
    rule,
    ...rows.map(layOut),
    ...(options.footer ? [rule, layOut(options.footer)] : []),
  ].join('\n');
}
