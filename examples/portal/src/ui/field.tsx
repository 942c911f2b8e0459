import { useId, type InputHTMLAttributes, type ReactNode } from 'react';

export interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: string;
  /** The end of a sentence that begins with the label: `must not be empty`. */
  error?: string | undefined;
  /** Several lines. */
  rows?: number;
  /** The options of a choice. */
  children?: ReactNode;
}

/** An input with its label, and what is wrong with it where everybody finds it. */
export function Field({ label, hint, error, rows, children, ...attributes }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const all = {
    ...attributes,
    id,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': described || undefined,
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {!attributes.required && <span className="optional"> (optional)</span>}
      </label>
      {controlOf(all, rows, children)}
      {hint && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="error">
          {label} {error}.
        </p>
      )}
    </div>
  );
}

function controlOf(attributes: object, rows: number | undefined, options: ReactNode) {
  if (options) return <select {...attributes}>{options}</select>;
  return rows ? <textarea {...attributes} rows={rows} /> : <input {...attributes} />;
}
