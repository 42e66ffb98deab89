import { useSignal } from '@preact/signals';
import { Icon } from '../components/icon.tsx';
import { analysisTexts } from '../locales/analysis-texts.ts';

/** Chooses one file, by a dialog or by dropping it. */
export function DropZone({ onFile, isSmall }: { onFile: (file: File) => void; isSmall: boolean }) {
  const words = analysisTexts();
  const isOver = useSignal(false);
  const hasMany = useSignal(false);
  const take = (files: FileList | null | undefined) => {
    isOver.value = false;
    hasMany.value = (files?.length ?? 0) > 1;
    const only = files?.[0];
    if (only && !hasMany.value) onFile(only);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the input inside is the first
    <div
      class="drop-zone"
      data-over={isOver.value}
      data-small={isSmall}
      data-testid="drop-zone"
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => (isOver.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer?.files);
      }}
    >
      <label class="button" data-kind={isSmall ? undefined : 'main'}>
        <Icon name="flask" />
        {isSmall ? words.another : words.choose}
        <input
          type="file"
          accept=".csv,text/csv,text/plain"
          onChange={({ currentTarget }) => {
            take(currentTarget.files);
            // The same file once more is a change, too.
            currentTarget.value = '';
          }}
        />
      </label>
      <span>{words.drop}</span>
      <p role="alert">{hasMany.value ? words.notOne : ''}</p>
    </div>
  );
}
