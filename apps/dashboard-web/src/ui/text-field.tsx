import { Field, Input } from './field.tsx';

interface TextFieldProps {
  label: string;
  hint?: string | undefined;
  value: string;
  isSecret?: boolean;
  onChange: (value: string) => void;
}

/** A line of text with its label; nothing of it is remembered by the browser. */
export function TextField({ label, hint, value, isSecret = false, onChange }: TextFieldProps) {
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {(ids) => (
        <Input
          {...ids}
          type={isSecret ? 'password' : 'text'}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
