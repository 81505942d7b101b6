import type { ComponentChildren, CSSProperties } from 'preact';
import { styles } from './email-styles.ts';

interface TableProps {
  readonly width?: string;
  readonly class?: string;
  readonly style?: CSSProperties;
  readonly children: ComponentChildren;
}

/** A table that only lays out, as mail programs need it. */
export const Table = ({ children, width = '100%', ...attributes }: TableProps) => (
  <table role="presentation" width={width} cellpadding="0" cellspacing="0" {...attributes}>
    <tbody>{children}</tbody>
  </table>
);

/** A small paragraph, or nothing when there is nothing to say. */
export const Note = ({ children }: { children: string | undefined }) =>
  children === undefined ? null : (
    <p class="soft" style={styles.footer}>
      {children}
    </p>
  );

interface TileProps {
  readonly name: string;
  readonly figure: string;
  /** The sentences below the figure; nothing for those that there is no reason to say. */
  readonly facts: readonly (string | undefined)[];
}

/** A figure with its name above and what it is made of below. */
export const Tile = ({ name, figure, facts }: TileProps) => (
  <td class="tile" style={styles.tile}>
    <p class="soft" style={styles.tileName}>
      {name}
    </p>
    <p class="strong" style={styles.tileFigure}>
      {figure}
    </p>
    {facts.map((fact) =>
      fact === undefined ? null : (
        <p key={fact} class="soft" style={styles.note}>
          {fact}
        </p>
      ),
    )}
  </td>
);
