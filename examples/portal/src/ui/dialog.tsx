import { useEffect, useId, useRef, type ReactNode } from 'react';

interface Props {
  title: string;
  isOpen: boolean;
  /** Closed with Escape too. */
  onClose: () => void;
  children: ReactNode;
}

/** The browser's own modal dialog: it keeps focus inside and gives it back. */
export function Dialog({ title, isOpen, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    if (isOpen && !element?.open) element?.showModal();
    if (!isOpen) element?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}
