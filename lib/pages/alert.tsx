/** Says above a form why it was not taken; nothing when there is no such reason. */
export const Alert = ({ title, text }: { title: string; text: string | undefined }) =>
  text === undefined ? null : (
    <div class="alert" role="alert">
      <strong>{title}</strong>
      <p>{text}</p>
    </div>
  );
