import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PlateSet } from '../../../src/contracts/plates.ts';
import { language } from '../locales/index.ts';

/** The plates of one side for this load; null until the rule that names them is fetched, and where no plates of the bay make it. */
export function usePerSide(loadKg: number | null, set: PlateSet): string | null {
  const words = useSignal<string | null>(null);
  const kinds = set.platesKg.join();
  useEffect(() => {
    let isMeant = true;
    const load = loadKg;
    words.value = null;
    if (load === null) return;
    import('./plate-words.ts').then(
      ({ perSideWords }) => {
        if (isMeant) words.value = perSideWords(load, set);
      },
      () => undefined,
    );
    return () => {
      isMeant = false;
    };
  }, [loadKg, set.barKg, kinds, language.value]);
  return words.value;
}
