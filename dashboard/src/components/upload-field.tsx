import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { type Answer, sendFile } from '../api.ts';
import type { Action } from '../live/use-action.ts';
import { t } from '../locales/index.ts';

/** Small enough for the time that the station gives a request, on the slowest Wi-Fi. */
const PIECE_BYTES = 1_000_000;

interface Progress {
  receivedBytes: number;
  totalBytes: number;
}

/** Sends a file piece by piece. @returns the answer to the last piece, or the first refusal */
async function sendInPieces<T extends Progress>(
  path: string,
  file: Blob,
  onProgress: (share: number) => void,
): Promise<Answer<T>> {
  for (let at = 0; ; ) {
    const piece = file.slice(at, at + PIECE_BYTES);
    const query = `at=${at}&of=${file.size}`;
    const answer = await sendFile<T>(`${path}?${query}`, piece, 'application/octet-stream', 'PUT');
    at += piece.size;
    if (answer.kind === 'failed' || at >= file.size) return answer;
    onProgress(at / file.size);
  }
}

/** Chooses a file and sends it to the station, with how far it is. */
export function UploadField<T extends Progress>(props: {
  label: string;
  hint?: string;
  accept: string;
  path: string;
  action: Action;
  onDone: (answer: T) => void;
}) {
  const { label, hint, accept, path, action, onDone } = props;
  const id = useId();
  const share = useSignal<number | null>(null);
  const choose = async (file: File | null) => {
    if (!file) return;
    share.value = 0;
    const answer = await action.run(() => sendInPieces<T>(path, file, (sent) => (share.value = sent)));
    share.value = null;
    if (answer) onDone(answer);
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="file"
        type="file"
        accept={accept}
        disabled={action.isBusy.value}
        aria-describedby={hint ? `${id}-hint` : undefined}
        // The same file may be chosen again.
        onClick={({ currentTarget }) => {
          currentTarget.value = '';
        }}
        onChange={({ currentTarget }) => void choose(currentTarget.files?.[0] ?? null)}
      />
      {hint && (
        <p class="field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {share.value !== null && (
        <progress class="progress" max={1} value={share.value} aria-label={t().backups.sending}>
          {Math.round(share.value * 100)} %
        </progress>
      )}
    </div>
  );
}
