import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../locales/index.ts';
import { Icon } from './icon.tsx';

/** Lies over the page until it is closed: by its button, by Escape, or by what it was opened for. */
export function Dialog(props: {
  title: string;
  isOpen: boolean;
  close: () => void;
  /** touch: fills the screen, for thumbs. */
  kind?: 'touch';
  children: ComponentChildren;
}) {
  const { title, isOpen, close, kind, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before anything else happens: from then on the two differ only where a person closed it.
  useLayoutEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  // The browser tells of each closing a moment later, of ours too: by then it may be open again, for someone else.
  const onClose = () => dialog.current?.open === isOpen || close();
  return (
    <dialog class="sheet" data-kind={kind} ref={dialog} onClose={onClose} aria-labelledby={id}>
      {isOpen && (
        <>
          <div class="sheet__head">
            <h2 id={id}>{title}</h2>
            <button class="icon-button" type="button" onClick={close} aria-label={t().common.close}>
              <Icon name="cross" />
            </button>
          </div>
          {children}
        </>
      )}
    </dialog>
  );
}
