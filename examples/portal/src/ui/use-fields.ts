import { useEffect, useRef, useState, type ChangeEvent } from 'react';
import { faultOf } from '../client/fault';

/** Why a value cannot be taken beside the others of its form, as the end of a sentence; null if it can. */
export type Rule = (value: string, values: Readonly<Partial<Record<string, string>>>) => string | null;

type Rules<Name extends string> = Partial<Record<Name, Rule>>;
type Errors<Name extends string> = Partial<Record<Name, string>>;

/**
 * The values of a form and what is wrong with each: by its own rules before anything is sent, for refused attempts count
 * against limits; by the gateway's answer afterwards.
 */
export function useFields<Name extends string>(initial: Record<Name, string>, rules: Rules<Name>) {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Errors<Name>>({});
  const form = useRef<HTMLFormElement>(null);
  const names = Object.keys(initial) as Name[];

  useEffect(() => {
    if (Object.keys(errors).length === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);

  function set(changes: Partial<Record<Name, string>>): void {
    setValues((before) => ({ ...before, ...changes }));
  }

  /** Whether all rules hold; if not, the form says so and focus is on the first that does not. */
  function check(): boolean {
    const found: Errors<Name> = {};
    for (const name of names) {
      const fault = rules[name]?.(values[name], values);
      if (fault) found[name] = fault;
    }
    setErrors(found);
    return Object.keys(found).length === 0;
  }

  /** @returns what is left of a refusal once the fields that it names tell their part; null if nothing is */
  function refuse(error: unknown): unknown {
    const found: Errors<Name> = {};
    for (const { path, message } of faultOf(error).fields) {
      const name = names.find((one) => one === path.split('.').at(-1));
      if (name) found[name] ??= message;
    }
    setErrors(found);
    return Object.keys(found).length > 0 ? null : error;
  }

  const bind = (name: Name) => ({
    name,
    value: values[name],
    error: errors[name],
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) =>
      set({ [name]: target.value } as Partial<Record<Name, string>>),
  });

  return { form, values, set, setErrors, check, refuse, bind };
}

/** The gateway counts code points too. */
const lengthOf = (text: string) => [...text].length;

export const text =
  (max: number): Rule =>
  (value) => {
    if (value.trim() === '') return 'must not be empty';
    return lengthOf(value.trim()) > max ? `must have at most ${max} characters` : null;
  };

export const optionalText =
  (max: number): Rule =>
  (value) =>
    lengthOf(value.trim()) > max ? `must have at most ${max} characters` : null;

export const email: Rule = (value) =>
  text(254)(value, {}) ?? (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : 'must be an e-mail address');

export const newPassword: Rule = (value) =>
  lengthOf(value) < 8 || lengthOf(value) > 128 ? 'must have 8 to 128 characters' : null;

export const filled: Rule = (value) => (value === '' ? 'must not be empty' : null);
