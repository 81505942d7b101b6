import type { ComponentChildren } from 'preact';

/** A checkbox or radio button with its label, and below it a line of what it means. */
export const Choice = ({
  type,
  name,
  value,
  checked,
  note,
  scope,
  children,
  ...marks
}: {
  type: 'checkbox' | 'radio';
  name: string;
  value: string;
  checked: boolean;
  note?: string;
  /** Tells the choices of one form from those of another on the same page. */
  scope?: string | undefined;
  children: ComponentChildren;
  /** Tells the style sheet which other fields the choice needs. */
  'data-needs'?: string;
}) => {
  const id = [scope, name, value].filter((one) => one !== undefined).join('-');
  return (
    <div class="choice">
      <input
        type={type}
        id={id}
        name={name}
        value={value}
        checked={checked}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        {...marks}
      />
      <label for={id}>{children}</label>
      {note === undefined ? null : (
        <p id={`${id}-note`} class="note">
          {note}
        </p>
      )}
    </div>
  );
};
