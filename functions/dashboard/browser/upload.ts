import { announce, showLive, watchLive } from './live.ts';

/** Has every form for an upload send its file by script: with progress, and without leaving the page. */
export const sendUploads = (): void =>
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.upload === undefined) return;
    event.preventDefault();
    const file = form.querySelector<HTMLInputElement>('input[type=file]')?.files?.[0];
    if (file) sendFile(form, file);
  });

const sendFile = (form: HTMLFormElement, file: File): void => {
  const texts = form.dataset;
  const objection = file.size === 0 ? texts.empty : file.size > Number(texts.largest) ? texts.tooLarge : '';
  tell(form, objection);
  if (objection) return;
  busy(form, true);
  const body = new FormData();
  for (const [name, value] of Object.entries<string>(JSON.parse(texts.upload ?? '{}'))) body.append(name, value);
  body.append('file', file); // S3 ignores every field after the file

  // fetch does not tell how much of a body is sent.
  const request = new XMLHttpRequest();
  request.upload.onprogress = ({ loaded, total }) => showProgress(form, loaded / total);
  request.onload = () => {
    if (request.status < 300) void afterUpload(texts.after ?? '');
    else giveUp(form, request.status === 403 ? texts.expired : texts.failed);
  };
  request.onerror = () => giveUp(form, texts.failed);
  request.open('POST', form.action);
  request.send(body);
};

/** Goes on as if the store had led back to the page: its address says that the file has arrived. */
const afterUpload = async (path: string): Promise<void> => {
  history.replaceState(null, '', path);
  try {
    await showLive();
    watchLive();
  } catch {
    location.reload();
  }
};

const giveUp = (form: HTMLFormElement, text: string | undefined): void => {
  busy(form, false);
  tell(form, text);
};

const tell = (form: HTMLFormElement, text = ''): void => {
  const place = form.querySelector('[data-problem]');
  if (place) place.textContent = text;
};

const busy = (form: HTMLFormElement, isBusy: boolean): void => {
  form.querySelector<HTMLElement>('[data-progress]')?.toggleAttribute('hidden', !isBusy);
  for (const button of form.querySelectorAll('button')) button.disabled = isBusy;
};

const showProgress = (form: HTMLFormElement, share: number): void => {
  const percents = new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' });
  const textOf = (one: number) => (form.dataset.uploading ?? '').replace('{percent}', percents.format(one));
  const text = form.querySelector('[data-progress] p');
  if (text) text.textContent = textOf(share);
  const bar = form.querySelector('progress');
  if (bar) bar.value = share;
  announce(textOf(Math.floor(share * 4) / 4)); // in quarters: nobody wants to hear every per cent
};
