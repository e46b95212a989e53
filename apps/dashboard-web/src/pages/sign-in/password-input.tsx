import { Eye, EyeOff } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { signInText } from '../../messages/sign-in.ts';
import { Input } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';

/** A password, which can be looked at. */
export function PasswordInput(props: ComponentProps<'input'>) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <Input required maxLength={256} {...props} type={isShown ? 'text' : 'password'} className="h-9 pr-9" />
      <span className="absolute top-1.5 right-1.5">
        <IconButton
          size="sm"
          icon={isShown ? EyeOff : Eye}
          label={isShown ? signInText.hide : signInText.show}
          onClick={() => setShown(!isShown)}
        />
      </span>
    </div>
  );
}
