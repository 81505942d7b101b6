import type { UploadForm } from '../../../lib/imports/job/upload-form.ts';
import type { Formats } from '../parts/formats.ts';
import { importTexts as texts } from './import-texts.ts';

/** Two forms for one file, and what they take. */
export interface UploadForms {
  /** Leads back to the page of the import. */
  readonly plain: UploadForm;
  /** Answers a script, which cannot follow a form's way to another origin and back. */
  readonly scripted: UploadForm;
  /** Where the plain form leads to, as far as the script needs it: a path. */
  readonly after: string;
  /** In bytes. */
  readonly largest: number;
}

/**
 * The form that sends an import's file straight to the store. Its fields are those of the form that leads back here;
 * the script sends the other form's, with progress, and says what went wrong in the words it finds here.
 */
export const ImportUpload = ({
  upload: { plain, scripted, after, largest },
  formats,
}: {
  upload: UploadForms;
  formats: Formats;
}) => (
  <section aria-labelledby="upload">
    <h2 id="upload">{texts.upload}</h2>
    <form
      method="post"
      action={plain.url}
      encType="multipart/form-data"
      class="card"
      data-upload={JSON.stringify(scripted.fields)}
      data-after={after}
      data-largest={largest}
      data-uploading={texts.uploading}
      data-too-large={texts.tooLarge(formats.bytes(largest))}
      data-empty={texts.empty}
      data-expired={texts.expired}
      data-failed={texts.failed}
    >
      {Object.entries(plain.fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div class="field file">
        <label for="file">{texts.file}</label>
        <input
          id="file"
          name="file"
          type="file"
          required
          accept=".csv,.tsv,.json,.txt,text/csv,application/json"
          aria-describedby="file-note file-problem"
        />
        <p id="file-note" class="note">
          {texts.fileNote(formats.bytes(largest))} {texts.formLife}
        </p>
        <p id="file-problem" class="problem" role="alert" data-problem />
      </div>
      <div class="progress" data-progress hidden>
        <p id="upload-progress" />
        <progress aria-labelledby="upload-progress" max={1} value={0} />
      </div>
      <button type="submit" class="primary">
        {texts.submit}
      </button>
    </form>
  </section>
);
