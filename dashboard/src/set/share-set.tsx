import { useSignal } from '@preact/signals';
import type { SetEvent } from '../../../src/contracts/events.ts';
import { Dialog } from '../components/dialog.tsx';
import { Switch } from '../components/form.tsx';
import { dayOf } from '../format.ts';
import { who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { setFigures } from '../words.ts';
import { drawSet, type Picture } from './set-picture.ts';

/** A set as a picture with the chosen figures. It is made in this browser and sent nowhere. */
export function ShareSet({ set }: { set: SetEvent }) {
  const isOpen = useSignal(false);
  return (
    <>
      <button class="button" type="button" onClick={() => (isOpen.value = true)}>
        {t().marks.share}
      </button>
      <Dialog title={t().marks.share} isOpen={isOpen.value} close={() => (isOpen.value = false)}>
        <Choice set={set} />
      </Dialog>
    </>
  );
}

function Choice({ set }: { set: SetEvent }) {
  const words = t().marks;
  const name = who.value?.alias ?? null;
  const isOwn = set.memberId !== null && set.memberId === who.value?.memberId;
  const withName = useSignal(false);
  const withLoad = useSignal(true);
  const withDay = useSignal(true);
  const made = useSignal<string | null>(null);
  const picture = (): Picture => ({
    title: t().exercises[set.exercise].label,
    count: String(set.countedReps),
    reps: t().bay.rep(set.countedReps),
    figures: setFigures(set).filter(([label]) => withLoad.value || label !== t().bay.figures.load),
    under: [withName.value && name, withDay.value && dayOf(set.startedAt)].filter((part) => typeof part === 'string'),
  });
  const save = async () => {
    const blob = await drawSet(picture());
    const file = new File([blob], `lockout-${set.startedAt.slice(0, 10)}.png`, { type: 'image/png' });
    // A phone offers its own apps; any other browser keeps a file.
    if (navigator.canShare?.({ files: [file] })) await navigator.share({ files: [file] }).catch(() => undefined);
    else {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = file.name;
      link.click();
      URL.revokeObjectURL(link.href);
    }
    made.value = words.shared;
  };
  return (
    <div class="sheet__body">
      <p>{words.shareHint}</p>
      {isOwn && name !== null && (
        <Switch label={words.withName(name)} isOn={withName.value} onChange={(isOn) => (withName.value = isOn)} />
      )}
      <Switch label={words.withLoad} isOn={withLoad.value} onChange={(isOn) => (withLoad.value = isOn)} />
      <Switch label={words.withDay} isOn={withDay.value} onChange={(isOn) => (withDay.value = isOn)} />
      <p class="form__end">
        <button class="button" data-kind="main" type="button" onClick={() => void save()}>
          {words.makePicture}
        </button>
        <span role="status">{made.value}</span>
      </p>
    </div>
  );
}
