import { useState, type FormEvent, type ReactNode, type RefObject } from 'react';
import { clock, useSecondsLeft } from './countdown';
import { Problem, useOpensAt } from './problem';

interface Props {
  fields: { form: RefObject<HTMLFormElement | null>; check: () => boolean; refuse: (error: unknown) => unknown };
  /** What the button says. */
  action: string;
  onSubmit: () => Promise<void>;
  /** Further buttons. */
  others?: ReactNode;
  children: ReactNode;
}

/** A form that sends when its rules hold, once at a time, and not while a limit is used up. */
export function Form({ fields, action, onSubmit, others, children }: Props) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const secondsLeft = useSecondsLeft(useOpensAt(problem));
  const isBlocked = isBusy || secondsLeft > 0;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (isBlocked || !fields.check()) return;
    setBusy(true);
    setProblem(null);
    try {
      await onSubmit();
    } catch (error) {
      setProblem(fields.refuse(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form ref={fields.form} onSubmit={(event) => void submit(event)} noValidate aria-busy={isBusy}>
      {children}
      {problem !== null && <Problem error={problem} />}
      <div className="buttons">
        {/* Not `disabled`: focus would fall off it. */}
        <button type="submit" className="primary" aria-disabled={isBlocked}>
          {isBusy ? 'One moment…' : secondsLeft > 0 ? `${action} in ${clock(secondsLeft)}` : action}
        </button>
        {others}
      </div>
    </form>
  );
}
